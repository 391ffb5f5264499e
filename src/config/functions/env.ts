import { leafOf } from '../yaml/tree.ts'
import { argumentWords, functionFailure, type YamlFunction } from './function.ts'

/**
 * `!env NAME` or `!env NAME default`: a variable's value without the white space around it, always text.
 * Unset and without a default it is the empty text, as in Atmos.
 */
export const env: YamlFunction = call => {
  const [name, fallback = '', ...rest] = argumentWords(call.argument)
  if (name === undefined || rest.length > 0) {
    throw functionFailure(
      call,
      `it takes the name of a variable and perhaps a default, not "${call.argument}"`,
      'Write !env NAME or !env NAME "a default"',
    )
  }
  return leafOf(call.effects.env.get(name)?.trim() ?? fallback, call, call.tag)
}
