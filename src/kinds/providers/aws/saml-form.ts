import { Secret } from '../../../auth/secret.ts'

/**
 * The SAML response in what people and browsers have: a posted form (`SAMLResponse=…`), its value alone, with or
 * without percent signs and line breaks, or the XML itself.
 * @returns base64 without white space; `undefined` when there is none in it
 */
export function samlResponseIn(given: string): Secret | undefined {
  const trimmed = given.replace(/^\uFEFF/, '').trim()
  if (trimmed.startsWith('<')) return new Secret(Buffer.from(trimmed).toString('base64'))
  const form = /(?:^|&)SAMLResponse=([^&]*)/.exec(trimmed)?.[1]
  const base64 = unescaped(form ?? trimmed)?.replace(/\s+/g, '')
  return base64 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? new Secret(base64) : undefined
}

/** A plus sign is a space in a form, but base64 has no spaces, and people copy it both ways. */
function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
