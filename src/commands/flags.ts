/** Flags that several commands share, and the two shapes most others have. */

/** On when given; there is no `--no-` form. */
export function switchFlag(brief: string) {
  return { kind: 'boolean', optional: true, withNegated: false, brief } as const
}

/** Takes a text. */
export function textFlag(placeholder: string, brief: string) {
  return { kind: 'parsed', parse: String, optional: true, placeholder, brief } as const
}

/** `--identity`, `-i`: with a name, or alone to choose from a list (`''`). */
export const identityFlag = {
  ...textFlag('name', 'The identity (also ATMOS_IDENTITY); alone, choose from a list'),
  inferEmpty: true,
} as const

export const expectAccountFlag = textFlag(
  'account',
  'Write nothing unless the credentials belong to this 12-digit account',
)

/** `--format text|json` */
export const formatFlag = {
  kind: 'enum',
  values: ['text', 'json'],
  optional: true,
  brief: 'json prints one object on standard output',
} as const
