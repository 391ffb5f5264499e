import { leafOf } from '../yaml/tree.ts'
import { argumentWords, functionFailure, type YamlFunction } from './function.ts'

const defaultMost = 65_535

/** `!random`, `!random MAX`, `!random MIN MAX`: a whole number, both ends included. */
export const random: YamlFunction = call => {
  const numbers = argumentWords(call.argument).map(Number)
  const [least, most] = numbers.length > 1 ? [numbers[0], numbers[1]] : [0, numbers[0] ?? defaultMost]
  const isRange = Number.isSafeInteger(least) && Number.isSafeInteger(most) && Number(least) <= Number(most)
  if (!isRange || numbers.length > 2) {
    throw functionFailure(
      call,
      `"${call.argument}" is no range of whole numbers`,
      'Write !random, !random MAX or !random MIN MAX',
    )
  }
  const from = Number(least)
  const span = Number(most) - from + 1
  return leafOf(from + Math.floor(call.effects.random.fraction() * span), call, call.tag)
}
