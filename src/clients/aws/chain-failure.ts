import { Failure } from '../../errors/failure.ts'
import { wordsOf } from '../../errors/to-failure.ts'
import { connectionProblem } from '../connection-failure.ts'
import { moreTime } from '../retry.ts'
import type { AmbientSource } from './ambient-sources.ts'
import { type ChainLog, nothingFound, plain } from './chain-log.ts'

export interface ChainOutcome {
  readonly sources: readonly AmbientSource[]
  readonly log: ChainLog
  /** What the chain ended with; absent when there was nothing to ask. */
  readonly thrown?: unknown
  readonly broken?: { readonly error: unknown; readonly url: string } | undefined
}

/** Why the provider chain gave no credentials, in words a person can act on. */
export function chainFailure(outcome: ChainOutcome): Failure {
  const { thrown, broken } = outcome
  const asked = askedLast(outcome)
  if (broken !== undefined) {
    const context = { subject: `credentials from ${asked}`, url: broken.url, tried: 'no further attempt' }
    return connectionProblem(broken.error).toFailure(context)
  }
  const words = thrown === undefined ? '' : plain(wordsOf(thrown))
  return (
    endedSignIn(words, asked, thrown) ??
    refusedRole(words, asked, thrown) ??
    profileNotSignedIn(outcome) ??
    notFound(outcome, words)
  )
}

/** A profile nobody has signed in with yet says so in passing, and the chain goes on to the next source. */
function profileNotSignedIn({ sources, log, thrown }: ChainOutcome): Failure | undefined {
  const profile = sources.find(({ id }) => id === 'profile')
  const words = log.reasons().get('profile')
  if (profile === undefined || words === undefined) return undefined
  return endedSignIn(words, profile.name, thrown)
}

/** The command's time is over, and the chain still waits for one of its sources. */
export function chainTimedOut(outcome: ChainOutcome): Failure {
  return new Failure({
    code: 'timed-out',
    what: 'The sources of AWS credentials did not answer in time',
    why: `the limit for the whole command has passed, and ${askedLast(outcome)} was still being asked`,
    next: `${moreTime}; or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
  })
}

function askedLast({ sources, log }: ChainOutcome): string {
  return sources.find(({ id }) => id === log.last())?.name ?? 'the AWS provider chain'
}

/** The chain's sign-ins live in other programs, which also renew them. */
function endedSignIn(words: string, asked: string, cause: unknown): Failure | undefined {
  const flag = asked.startsWith('profile ') ? ` --profile ${asked.slice('profile '.length)}` : ''
  const sso = /aws sso login|SSO session|Session token not found or invalid|UnauthorizedException/i.test(
    words,
  )
  if (!sso && !/aws login|reauthenticate|^Failed to load token from/i.test(words)) return undefined
  return new Failure({
    code: 'login-required',
    what: `The sign-in behind ${asked} has ended`,
    why: words,
    next: sso ? `Run: aws sso login${flag}` : `Run: aws login${flag}`,
    cause,
  })
}

/** STS and the SSO portal name their errors; the chain's own have the name of a provider. */
function refusedRole(words: string, asked: string, cause: unknown): Failure | undefined {
  const service =
    cause instanceof Error ? /^(\w*(?:AccessDenied|ForbiddenException|Expired)\w*)/.exec(cause.name) : null
  if (service === null) return undefined
  const expired = /Expired/.test(cause instanceof Error ? cause.name : '')
  return new Failure({
    code: expired ? 'credentials-expired' : 'role-not-assumable',
    what: `AWS refused to give credentials for ${asked}`,
    why: `${service[1]}: ${words}`,
    next: expired
      ? 'Renew the credentials or the token this source starts from'
      : 'Check the role of this source, its trust policy, and who asks for it: aws sts get-caller-identity',
    cause,
  })
}

/** What to say of a source that was asked and gave no reason. */
const silence: Readonly<Record<AmbientSource['id'], string>> = {
  environment: 'the keys were not used',
  profile: 'it holds no credentials',
  'web-identity': 'it was not asked',
  container: 'it gave no credentials',
  instance: 'no answer, or no role attached to this instance',
}

function isGeneral(words: string): boolean {
  return words === '' || words === nothingFound
}

function notFound({ sources, log, thrown }: ChainOutcome, words: string): Failure {
  const reasons = log.reasons()
  const ended = (id: AmbientSource['id']) => (id === log.last() && !isGeneral(words) ? words : undefined)
  const tried = sources.map(({ id, name, absent }) => ({
    source: name,
    reason: absent ?? ended(id) ?? reasons.get(id) ?? silence[id],
  }))
  return new Failure({
    code: 'no-credentials',
    what: 'No AWS credentials were found',
    why: ['tried in this order:', ...tried.map(({ source, reason }) => `- ${source}: ${reason}`)].join('\n'),
    next: 'Export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: export AWS_PROFILE=NAME',
    cause: thrown,
    details: { tried },
  })
}
