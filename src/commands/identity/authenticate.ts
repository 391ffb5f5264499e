import type { Credentials } from '../../auth/credentials.ts'
import type { Once } from '../../auth/once.ts'
import type { Plan } from '../../auth/plan.ts'
import type { AwsFilesPlace } from '../../sinks/aws-files-place.ts'
import { type Session, settledPlan, walkPlan } from '../session.ts'
import { mustBeInAccount } from './expected-account.ts'
import { writeProfile } from './identity-profile.ts'

/** An identity, become. */
export interface Authenticated {
  readonly plan: Plan
  readonly credentials: Credentials
  /** Where the AWS tools find it; absent for identities that lend no credentials of their own. */
  readonly place: AwsFilesPlace | undefined
  /** Whether they were found in the store, so that no step was taken. */
  readonly reused: boolean
}

export interface Becoming {
  readonly identity: string
  /** What the command line adds to the steps, for this run. */
  readonly once?: Once
  /** Accounts that the credentials must belong to; looked at before anything is written for others to read. */
  readonly expectedAccounts?: readonly (string | undefined)[]
}

/**
 * Becomes an identity and writes its credentials where `AWS_PROFILE` finds them.
 * @throws Failure `wrong-account` before that
 */
export async function authenticate(
  { identity, once = {}, expectedAccounts = [] }: Becoming,
  session: Session,
): Promise<Authenticated> {
  const become = await becomeIdentity({ identity, once }, session)
  const unwritten = 'neither AWS files nor a registry login was written'
  for (const expected of expectedAccounts) {
    await mustBeInAccount(expected, become.credentials, { ...session, unwritten })
  }
  return { ...become, place: await writeProfile(become, session) }
}

async function becomeIdentity(
  { identity, once }: Required<Pick<Becoming, 'identity' | 'once'>>,
  session: Session,
): Promise<Omit<Authenticated, 'place'>> {
  const plan = await settledPlan(session, identity, once)
  let reused = true
  const onStep = () => {
    reused = false
  }
  const credentials = await walkPlan(plan, { ...session, onStep })
  return { plan, credentials, reused }
}
