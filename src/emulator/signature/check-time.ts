import { Refusal } from '../refusal.ts'
import type { Authorization } from './authorization.ts'

/** How far the caller's clock may be off. ECR and STS name this figure in their refusals. */
const windowMinutes = 15

/** Milliseconds to `20260131T235959Z`. */
function amzDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}

/**
 * Checks when a request was signed.
 * @param now the service's clock, milliseconds since the epoch
 * @throws Refusal `incomplete-signature`, `bad-signature`
 */
export function checkTime(signedAt: string, { day }: Authorization, now: number): void {
  const time = parse(signedAt)
  const width = windowMinutes * 60_000
  if (day !== signedAt.slice(0, 8)) {
    throw new Refusal(
      'bad-signature',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${signedAt.slice(0, 8)}', from '${signedAt}'.`,
    )
  }
  if (time < now - width) {
    throw new Refusal(
      'bad-signature',
      `Signature expired: ${signedAt} is now earlier than ${amzDate(now - width)} (${amzDate(now)} - ${windowMinutes} min.)`,
    )
  }
  if (time > now + width) {
    throw new Refusal(
      'bad-signature',
      `Signature not yet current: ${signedAt} is still later than ${amzDate(now + width)} (${amzDate(now)} + ${windowMinutes} min.)`,
    )
  }
}

function parse(signedAt: string): number {
  const time = Date.parse(signedAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (Number.isFinite(time)) return time
  throw new Refusal(
    'incomplete-signature',
    `Date must be in ISO-8601 'basic format'. Got '${signedAt}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  )
}
