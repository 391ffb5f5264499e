import { Failure } from '../errors/failure.ts'

/** The failure of words that make no sense together. */
export function excluded(
  one: string,
  other: string,
  more: { readonly why?: string; readonly next?: string } = {},
): Failure {
  return new Failure({
    code: 'usage',
    what: `${one} cannot be combined with ${other}`,
    next: 'Leave one of them out',
    ...more,
  })
}
