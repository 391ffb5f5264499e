import type { SsoPortal } from '../../auth/credentials.ts'
import { Failure } from '../../errors/failure.ts'
import type { SsoSession } from './token-file.ts'

export interface Circumstances {
  /** The session that was there. */
  readonly ended?: SsoSession | undefined
  /** The cache cannot be written, so nothing in it may be renewed. */
  readonly unwritable?: boolean
}

/** Somebody must sign in, and there is nobody here: what to run, and where. */
export function needsAPerson(portal: SsoPortal, { ended, unwritable }: Circumstances): Failure {
  const { startUrl, provider, sessionName } = portal
  const aws = sessionName === undefined ? '' : `, or: aws sso login --sso-session ${sessionName}`
  const state =
    ended === undefined
      ? 'there is no session in ~/.aws/sso/cache'
      : 'the session in ~/.aws/sso/cache has ended'
  const cache = unwritable ? 'the session must be renewed, and ~/.aws/sso/cache cannot be written' : state
  return new Failure({
    code: 'login-required',
    what: `Somebody must sign in to ${startUrl}, and nobody can here`,
    why: `${cache}; this is no terminal, or a CI job`,
    next: `Run at a terminal: atmos auth login --provider ${provider}${aws}\n--force-tty prints the code here and waits; in CI, start from a github/oidc provider instead`,
    details: { startUrl, provider },
  })
}
