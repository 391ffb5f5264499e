import type { HttpResponse } from '../../effects/http.ts'
import { Failure } from '../../errors/failure.ts'
import type { ServiceError } from './service-error.ts'

/** Two clocks that disagree, milliseconds since the epoch. */
interface Skew {
  readonly ours: number
  /** `undefined` when AWS did not say. */
  readonly theirs: number | undefined
}

const signatureAge = /Signature (?:expired|not yet current): (\d{8}T\d{6}Z) .*?\((\d{8}T\d{6}Z)/

/** @returns the disagreement behind an error; `undefined` when it is about something else */
export function readSkew(
  error: ServiceError,
  { response, now }: { readonly response: HttpResponse; readonly now: number },
): Skew | undefined {
  const [, ours, theirs] = signatureAge.exec(error.message) ?? []
  if (ours !== undefined && theirs !== undefined) return { ours: instant(ours), theirs: instant(theirs) }
  const aboutTime = /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)/.test(error.code)
  if (!aboutTime && !/^Signature (expired|not yet current)/.test(error.message)) return undefined
  const date = Date.parse(response.headers.date ?? '')
  return { ours: now, theirs: Number.isNaN(date) ? undefined : date }
}

function instant(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

export function skewFailure(skew: Skew, { place, why }: { place: string; why: string }): Failure {
  const both =
    skew.theirs === undefined ? '' : ` (here it is ${shown(skew.ours)}, at AWS ${shown(skew.theirs)})`
  return new Failure({
    code: 'request-refused',
    what: `AWS refused ${place} because this machine's clock is wrong`,
    why: `${why}${both}`,
    next: 'Set the clock, for example with: sudo timedatectl set-ntp true',
  })
}

function shown(at: number): string {
  return new Date(at).toISOString().replace('.000', '')
}
