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
    what: `Somebody must sign in to ${startUrl}, and nobody can be asked here`,
    why: cache,
    next: `Run at a terminal: atmos auth login --provider ${provider}${aws}\nWithout a terminal, add --force-tty to it: a code is printed and waited for. In CI, start from a github/oidc provider instead`,
    details: { startUrl, provider },
  })
}
