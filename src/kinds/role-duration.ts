import * as v from 'valibot'
import { durationSeconds } from '../auth/fields.ts'

/** How long a role's session shall last, seconds, within what AWS allows for any role. */
export const roleDuration = v.pipe(
  durationSeconds,
  v.minValue(900, 'must be at least 15m'),
  v.maxValue(43_200, 'must be at most 12h'),
)
