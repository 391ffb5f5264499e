import { Failure } from '../errors/failure.ts'

/** Flags that several commands share, and the shapes most others have. */

/** On when given; there is no `--no-` form. */
export function switchFlag(brief: string) {
  return { kind: 'boolean', optional: true, withNegated: false, brief } as const
}

/** Takes a text. */
export function textFlag(placeholder: string, brief: string) {
  return { kind: 'parsed', parse: String, optional: true, placeholder, brief } as const
}

/** `--tags a,b`: what has one of them. */
export function tagsFlag(brief: string) {
  return { ...textFlag('a,b', brief), variadic: ',' } as const
}

/** `--registry`, `-r`: a host, repeatable. */
export function registriesFlag(brief: string) {
  return { ...textFlag('host', brief), variadic: true } as const
}

/** `--identity`, `-i`: with a name, or alone to choose from a list (`''`). */
export const identityFlag = {
  ...textFlag('name', 'The identity (also ATMOS_IDENTITY); alone, choose from a list'),
  inferEmpty: true,
} as const

/** The identity as the word behind the command. */
export const identityWord = {
  kind: 'tuple',
  parameters: [{ parse: String, optional: true, placeholder: 'identity', brief: 'Like --identity' }],
} as const

export const expectAccountFlag = {
  ...textFlag('account', 'Write nothing unless the credentials belong to this 12-digit account'),
  parse: accountOf,
} as const

function accountOf(text: string): string {
  if (/^\d{12}$/.test(text)) return text
  throw new Failure({
    code: 'usage',
    what: `${text === '' ? 'An empty text' : text} is not an AWS account`,
    next: 'Write its 12 digits, e.g. 123456789012',
  })
}

/** `--format text|json` */
export const formatFlag = {
  kind: 'enum',
  values: ['text', 'json'],
  optional: true,
  brief: 'json prints one object on standard output',
} as const
