import { scrub } from '../auth/scrub.ts'
import type { Secret } from '../auth/secret.ts'

/** Characters; who says more is cut short. */
const longest = 500

/**
 * A service's own words as a message may show them: in one line, not too many of them, and without the secrets
 * that it was sent, which it may repeat.
 */
export function presentable(words: string, secrets: readonly Secret[]): string {
  return scrub(words, secrets)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longest)
}
