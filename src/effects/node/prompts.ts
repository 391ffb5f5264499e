import { stderr, stdin } from 'node:process'
import { confirm as askYesNo, isCancel, password, select, text } from '@clack/prompts'
import type { Choice } from '../terminal.ts'

/** Questions are asked on standard error, so that standard output stays data. */
const streams = { input: stdin, output: stderr }

// Serial lines say that they have no width at all, and every letter would stand on a line of its own.
if (stderr.columns === 0) stderr.columns = 80

/** See `Terminal.choose`. */
export async function choose(message: string, choices: readonly Choice[]): Promise<string | undefined> {
  const options = choices.map(choice => ({ ...choice }))
  return answered(await select<string>({ ...streams, message, options, maxItems: 12 }))
}

/** See `Terminal.ask`. */
export async function ask(
  message: string,
  options: { readonly hidden?: boolean; readonly initial?: string } = {},
): Promise<string | undefined> {
  if (options.hidden === true) return answered(await password({ ...streams, message }))
  const initial = options.initial === undefined ? {} : { initialValue: options.initial }
  return answered(await text({ ...streams, message, ...initial }))
}

/** See `Terminal.confirm`. @returns `undefined` when the person cancelled */
export async function confirm(message: string): Promise<boolean | undefined> {
  return answered(await askYesNo({ ...streams, message }))
}

function answered<T>(answer: T): Exclude<T, symbol> | undefined {
  return isCancel(answer) ? undefined : (answer as Exclude<T, symbol>)
}
