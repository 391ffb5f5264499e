import type { IdentityEntry } from '../../../auth/auth-config.ts'
import { findIdentity } from '../../../auth/lookup.ts'
import { Failure } from '../../../errors/failure.ts'
import { pointToProfiles } from '../../identity/point-to-profiles.ts'
import type { Session } from '../../session.ts'

const userKind = 'aws/user'

/**
 * The `aws/user` identity that is meant: named, else by `ATMOS_IDENTITY`, else the only one, else the default
 * one, else chosen from a list. @param named `''` asks for the list
 */
export async function chooseUser(named: string | undefined, session: Session): Promise<IdentityEntry> {
  try {
    return await chosenUser(named, session)
  } catch (thrown) {
    throw await pointToProfiles(thrown, session)
  }
}

async function chosenUser(
  named: string | undefined,
  { auth, effects }: Pick<Session, 'auth' | 'effects'>,
): Promise<IdentityEntry> {
  const users = auth.identities.filter(({ kind }) => kind === userKind)
  const name = named ?? (effects.env.get('ATMOS_IDENTITY') || undefined)
  if (name !== undefined && name !== '') return mustBeUser(findIdentity(auth, name), users)
  const [only] = users
  if (only === undefined) throw noUsers()
  if (users.length === 1) return only
  const defaults = users.filter(entry => entry.default)
  if (named === undefined && defaults[0] !== undefined && defaults.length === 1) return defaults[0]
  const choices = users.map(({ name }) => ({ value: name, label: name })).sort(byLabel)
  const chosen = await effects.terminal.choose('Choose an identity to configure', choices)
  const found = users.find(entry => entry.name === chosen)
  if (found === undefined) throw new Failure({ code: 'interrupted', what: 'No identity was chosen' })
  return found
}

function mustBeUser(entry: IdentityEntry, users: readonly IdentityEntry[]): IdentityEntry {
  if (entry.kind === userKind) return entry
  const names = users.map(({ name }) => name)
  throw new Failure({
    code: 'usage',
    what: `Identity ${entry.name} has no keys to store`,
    why: `it is of the kind ${entry.kind}; only ${userKind} has long-lived keys`,
    next: names.length === 0 ? 'Sign in instead: atmos auth login' : `Use --identity ${names.join(' or ')}`,
  })
}

function noUsers(): Failure {
  return new Failure({
    code: 'identity-not-found',
    what: `No identity of the kind ${userKind} is configured`,
    why: 'only these have long-lived keys',
    next: 'See all identities with: atmos auth list',
  })
}

function byLabel(one: { readonly label: string }, other: { readonly label: string }): number {
  return one.label.toLowerCase() < other.label.toLowerCase() ? -1 : 1
}
