import * as v from 'valibot'
import { Secret } from './secret.ts'

/** Pieces that the schemas of several kinds are made of. */

/** A text with something in it. */
export const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))

/** A sensitive text, wrapped at birth. */
export const secretText = v.pipe(
  text,
  v.transform(value => new Secret(value)),
)

/** A 12-digit AWS account id; a number is accepted because YAML makes one of unquoted digits. */
export const accountId = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes'),
)

/** The name of an AWS Region. */
export const regionName = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'is not the name of an AWS Region'),
)

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * A duration in whole seconds, in the language of those on the command line (`cli/duration.ts`): a number of
 * seconds, `90s`, `1h30m`, `1d`.
 */
export const durationSeconds = v.pipe(
  v.union([v.number(), v.string()]),
  v.check(
    value => /^(\d+|(\d+(\.\d+)?(ms|[smhd]))+)$/.test(String(value)),
    'is not a duration: write seconds (3600) or 15m, 1h30m, 1d',
  ),
  v.transform(value => secondsOf(String(value))),
)

function secondsOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  let seconds = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    seconds += Number(amount) * (units[unit ?? 's'] ?? 1)
  }
  return Math.round(seconds)
}
