import { Failure } from '../errors/failure.ts'

const unitsInMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * Milliseconds of `30s`, `2m`, `1m30s`, `500ms`, `1d`; a bare number means seconds. The language of durations in
 * a configuration (`auth/fields.ts`), except that none at all is refused.
 */
export function parseDuration(text: string): number {
  const isBare = /^\d+$/.test(text)
  const isWhole = isBare || /^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)
  const ms = isBare ? Number(text) * 1000 : sumOf(text)
  if (isWhole && ms > 0) return ms
  throw new Failure({
    code: 'usage',
    what: `${text === '' ? 'An empty text' : text} is not a duration`,
    next: 'Write for example 30s, 2m or 1h30m',
  })
}

function sumOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)]
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitsInMs[unit ?? ''] ?? 0), 0)
}

/** A time span for people, to the minute: `12h`, `11h59m`, `45m`. */
export function formatDuration(ms: number): string {
  if (ms <= 0) return 'expired'
  const minutes = Math.round(ms / 60_000)
  if (minutes === 0) return 'less than a minute'
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest}m`
  return rest === 0 ? `${hours}h` : `${hours}h${rest}m`
}
