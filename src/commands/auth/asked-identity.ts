import type { IdentityEntry } from '../../auth/auth-config.ts'
import { Failure } from '../../errors/failure.ts'
import { chooseIdentity } from '../identity/choose-identity.ts'
import type { Session } from '../session.ts'

export interface AskedFor {
  /** The word on the command line. */
  readonly name?: string | undefined
  /** `--identity`; `''` where it was given without a name. */
  readonly flag: string | undefined
}

/** The identity a command is about: its word, `--identity`, `ATMOS_IDENTITY`, else the default one. */
export async function askedIdentity(asked: AskedFor, session: Session): Promise<IdentityEntry> {
  refuseGivenTwice(asked)
  const { name, flag } = asked
  const fromEnvironment = session.effects.env.get('ATMOS_IDENTITY')
  return await chooseIdentity({ named: name ?? flag, fromEnvironment }, session)
}

/** @throws Failure `usage` for an identity that was given both ways */
export function refuseGivenTwice({ name, flag }: AskedFor): void {
  if (name === undefined || flag === undefined) return
  throw new Failure({
    code: 'usage',
    what: 'The identity was given twice: as a word and with --identity',
    next: 'Leave one of them out',
  })
}
