import type { RegistryToken } from '../../auth/login.ts'
import { isRecord } from '../../auth/parse-json.ts'
import { Secret } from '../../auth/secret.ts'
import { Failure } from '../../errors/failure.ts'
import type { AwsAnswer } from './call.ts'
import { notLikeAws } from './not-like-aws.ts'

/**
 * Reads `{authorizationToken, expiresAt}` of ECR and ECR Public: base64 of `user:password`, cut at the first
 * colon, and seconds since the epoch, fractions allowed.
 * @param answer `now`: milliseconds since the epoch
 * @throws `service-answer-invalid` when either is missing or unreadable, or the token has ended already: better
 *   no login than a broken one
 */
export function readRegistryToken(
  data: unknown,
  answer: AwsAnswer & { readonly now: number },
): RegistryToken {
  if (!isRecord(data) || typeof data.authorizationToken !== 'string' || data.authorizationToken === '') {
    throw flawed(answer, 'its answer holds no token')
  }
  const login = decodeLogin(data.authorizationToken)
  if (login === undefined) throw flawed(answer, 'its token cannot be decoded')
  const expiresAt = instantOf(data.expiresAt)
  if (expiresAt === undefined) throw flawed(answer, 'its token has no readable expiry')
  if (expiresAt <= answer.now) throw endedAlready(expiresAt, answer)
  return { username: login.username, password: new Secret(login.password), expiresAt }
}

/** @returns `undefined` for anything but base64 of a printable `user:password`, neither empty */
export function decodeLogin(token: string): { username: string; password: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(token)) return undefined
  const text = Buffer.from(token, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a token holds none, and Docker could not send them
  if (colon < 1 || colon === text.length - 1 || /[\u0000-\u001f\u007f\ufffd]/.test(text)) return undefined
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** @returns `undefined` also for a number that is no date any more: `Date` holds 8.64e15 milliseconds */
function instantOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : value
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= 8.64e12)) return undefined
  return Math.round(seconds * 1000)
}

/** The service's own clock, where it tells it, says whether ours is at fault. */
function endedAlready(expiresAt: number, answer: AwsAnswer & { readonly now: number }): Failure {
  const ended = `its token ended at ${shown(expiresAt)}, which is over`
  const theirs = Date.parse(answer.response.headers.date ?? '')
  if (!(theirs < expiresAt)) return flawed(answer, ended)
  const { service, operation } = answer.call
  return new Failure({
    code: 'service-answer-invalid',
    what: `The token of ${service}:${operation} counts as expired because this machine's clock is wrong`,
    why: `${ended} (here it is ${shown(answer.now)}, at AWS ${shown(theirs)})`,
    next: 'Set the clock, for example with: sudo timedatectl set-ntp true',
  })
}

function shown(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '')
}

function flawed({ call, url, response }: AwsAnswer, flaw: string) {
  return notLikeAws({ place: `${call.service}:${call.operation}`, url, response, flaw })
}
