import { Failure } from '../errors/failure.ts'

const unitsInMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds of `30s`, `2m`, `1m30s`, `500ms`; a bare number means seconds. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  const whole = parts.map(part => part[0]).join('')
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1000
    : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitsInMs[unit ?? 's'] ?? 0), 0)
  if (ms > 0 && (whole === text || /^\d+$/.test(text))) return ms
  throw new Failure({
    code: 'usage',
    what: `${text === '' ? 'An empty text' : text} is not a duration`,
    next: 'Write for example 30s, 2m or 1h30m',
  })
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
