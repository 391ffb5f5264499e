import { Refusal } from '../refusal.ts'

export interface TextLimits {
  readonly min: number
  readonly max: number
  readonly pattern?: RegExp
}

/**
 * A required text parameter within the limits of the service model.
 * @throws Refusal `invalid`, worded as AWS words it
 */
export function needText(form: URLSearchParams, name: string, limits: TextLimits): string {
  const value = optionalText(form, name, limits)
  if (value !== undefined) return value
  throw invalid(`Value null at '${wireName(name)}' failed to satisfy constraint: Member must not be null`)
}

/** The same for a parameter that may be left out. @throws Refusal `invalid` */
export function optionalText(form: URLSearchParams, name: string, limits: TextLimits): string | undefined {
  const value = form.get(name)
  if (value === null) return undefined
  const rule =
    value.length < limits.min
      ? `length greater than or equal to ${limits.min}`
      : value.length > limits.max
        ? `length less than or equal to ${limits.max}`
        : undefined
  if (rule !== undefined) throw invalidValue(name, `Member must have ${rule}`, value)
  if (limits.pattern?.test(value) === false) {
    throw invalidValue(
      name,
      `Member must satisfy regular expression pattern: ${limits.pattern.source}`,
      value,
    )
  }
  return value
}

export interface DurationLimits {
  readonly min: number
  readonly max: number
  readonly fallback: number
}

/** `DurationSeconds`, within the limits of the operation. @throws Refusal `invalid` */
export function durationSeconds(form: URLSearchParams, { min, max, fallback }: DurationLimits): number {
  const text = form.get('DurationSeconds')
  if (text === null) return fallback
  const seconds = Number(text)
  if (!(seconds >= min)) {
    throw invalidValue('DurationSeconds', `Member must have value greater than or equal to ${min}`, text)
  }
  if (seconds <= max) return seconds
  throw invalidValue('DurationSeconds', `Member must have value less than or equal to ${max}`, text)
}

/** How many members a list parameter has: `Tags.member.1.Key`, `Tags.member.2.Key`, … */
export function membersOf(form: URLSearchParams, name: string): number {
  const start = `${name}.member.`
  const numbers = [...form.keys()].filter(key => key.startsWith(start)).map(key => key.slice(start.length))
  return new Set(numbers.map(rest => rest.split('.')[0])).size
}

/** A refusal as AWS words it when a parameter breaks the service model. */
export function invalid(message: string): Refusal {
  return new Refusal('invalid', `1 validation error detected: ${message}`)
}

function invalidValue(name: string, rule: string, value: string): Refusal {
  return invalid(`Value '${value}' at '${wireName(name)}' failed to satisfy constraint: ${rule}`)
}

function wireName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
