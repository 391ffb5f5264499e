/** `--identity`, `-i`: with a name, or alone to choose from a list (`''`). */
export const identityFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  inferEmpty: true,
  placeholder: 'name',
  brief: 'The identity (also ATMOS_IDENTITY); alone, choose from a list',
} as const
