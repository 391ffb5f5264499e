import type { Secret } from './secret.ts'

const hidden = '***'

/** Shorter pieces are words that may stand anywhere. */
const shortestPiece = 16

/** What encoders make of text; a piece of it may be cut off or broken over lines. */
const runs = new RegExp(`[A-Za-z0-9+/_-]{${shortestPiece},}`, 'g')

/**
 * Others' words without the secrets that were handed to them: as they are, escaped for JSON, encoded in base64,
 * in hexadecimal or for a URL, whole or a piece of at least 16 characters. Clean before cutting words short.
 */
export function scrub(words: string, secrets: readonly (Secret | undefined)[]): string {
  const forms = secrets
    .flatMap(secret => formsOf(secret?.expose() ?? ''))
    // The longest first: a short one inside it would leave its ends behind.
    .sort((one, other) => other.length - one.length)
  const whole = forms.reduce((text, form) => text.replaceAll(form, hidden), words)
  return whole.replace(runs, run => (forms.some(form => form.includes(run)) ? hidden : run))
}

function formsOf(secret: string): readonly string[] {
  if (secret === '') return []
  const bytes = Buffer.from(secret)
  const escaped = JSON.stringify(secret).slice(1, -1)
  const encoded = [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]
  const others = [bytes.toString('hex'), encodeURIComponent(bytes.toString())]
  return [secret, escaped, JSON.stringify(escaped).slice(1, -1), ...encoded, ...others]
}

/** Characters; who says more is cut short. */
const longest = 500

/** Others' words as a message may show them: scrubbed, in one line, and not too many of them. */
export function presentable(words: string, secrets: readonly Secret[]): string {
  return scrub(words, secrets)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longest)
}
