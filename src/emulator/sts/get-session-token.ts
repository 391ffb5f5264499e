import type { QueryOperation } from '../protocol/aws-query.ts'
import { Refusal } from '../refusal.ts'
import { provesMfa } from './mfa.ts'
import { durationSeconds } from './parameters.ts'
import { openSession } from './session.ts'

const hour = 3600

/** For the holder of long-lived keys: temporary ones, with a second factor behind them if one was shown. */
export const getSessionToken: QueryOperation = {
  signed: true,
  run({ form, key, world }) {
    if (key.sessionToken !== undefined) {
      throw new Refusal('denied', 'Cannot call GetSessionToken with session credentials')
    }
    const asked = durationSeconds(form, { min: 900, max: 36 * hour, fallback: 12 * hour })
    const mfaPresent = provesMfa(form, key)
    const { principal } = key
    const seconds = principal.arn.endsWith(':root') ? Math.min(asked, hour) : asked
    return { Credentials: openSession({ origin: 'session', principal, mfaPresent, seconds }, world) }
  },
}
