import { Failure } from '../../errors/failure.ts'
import type { Session } from '../session.ts'

/** The failure to find an identity, with the profiles that have it and that nobody asked for; any other as it is. */
export async function pointToProfiles(
  thrown: unknown,
  { auth, profilesWith }: Pick<Session, 'auth' | 'profilesWith'>,
): Promise<unknown> {
  if (!(thrown instanceof Failure) || thrown.code !== 'identity-not-found') return thrown
  const { code, what, why, details } = thrown
  const name = typeof details.name === 'string' ? details.name : undefined
  // Without a name it may be the tags that match nothing.
  if (name === undefined && auth.identities.length > 0) return thrown
  const [first, ...others] = (await profilesWith?.(name)) ?? []
  if (first === undefined) return thrown
  const more = others.length === 0 ? '' : ` (also in ${others.join(', ')})`
  const found = name === undefined ? 'There are identities' : `${name} is`
  return new Failure({
    code,
    what,
    ...(why === undefined ? {} : { why }),
    next: `${found} in a profile: add --profile ${first}${more}`,
    details: { ...details, profiles: [first, ...others] },
    cause: thrown,
  })
}
