import type { Context } from '../context.ts'
import { type Authenticated, authenticate } from '../identity/authenticate.ts'
import { provisionLinked } from '../registry-login/provision-linked.ts'
import type { Session } from '../session.ts'
import { sayLinked } from './say-linked.ts'

/**
 * Becomes an identity for what is done next. Stored credentials are used while they are fresh; where there are
 * none this is a login, and logs in to what is linked to the identity too, unless such logins are still good.
 */
export async function enterIdentity(
  identity: string,
  { context, session }: { readonly context: Context; readonly session: Session },
): Promise<Authenticated> {
  const authenticated = await authenticate({ identity }, session)
  if (authenticated.reused) return authenticated
  const reports = await provisionLinked({ authenticated, ifNeeded: true }, session)
  sayLinked(
    context,
    reports.filter(({ kept }) => kept !== true),
  )
  return authenticated
}
