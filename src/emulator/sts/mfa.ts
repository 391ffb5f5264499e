import type { AccessKey } from '../keys.ts'
import { Refusal } from '../refusal.ts'
import { optionalText } from './parameters.ts'

const failed = 'MultiFactorAuthentication failed'

/**
 * Whether the call proves a second factor.
 * @throws Refusal `denied` for a wrong device or code
 */
export function provesMfa(form: URLSearchParams, { principal: { mfa } }: AccessKey): boolean {
  const serial = optionalText(form, 'SerialNumber', { min: 9, max: 256, pattern: /^[\w+=/:,.@-]*$/ })
  const code = optionalText(form, 'TokenCode', { min: 6, max: 6, pattern: /^\d*$/ })
  if (serial === undefined && code === undefined) return false
  if (serial === undefined || code === undefined) {
    throw new Refusal('denied', `${failed}, must provide both MFA serial number and one time pass code.`)
  }
  if (mfa?.serial !== serial) {
    throw new Refusal(
      'denied',
      `${failed}, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.`,
    )
  }
  if (mfa.code === code) return true
  throw new Refusal('denied', `${failed} with invalid MFA one time pass code. `)
}
