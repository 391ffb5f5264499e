import type { Catalog } from '../../auth/kind.ts'
import { loginHost, parseRegistryHost } from '../../docker/registry-host.ts'
import type { Effects } from '../../effects/effects.ts'
import { findServer } from '../credential-helper/find-server.ts'
import { openDesk } from '../credential-helper/open-desk.ts'

/**
 * Whether `docker-credential-atmos` would have a login for a host. It looks where the program looks, up to the
 * call that would make the login.
 * @throws Failure what the program would say instead
 */
export async function helperServes(
  host: string,
  { catalog, effects }: { readonly catalog: Catalog; readonly effects: Effects },
): Promise<boolean> {
  const parsed = parseRegistryHost(host)
  if (parsed === undefined) return false
  const desk = await openDesk(
    effects,
    async () => catalog,
    () => undefined,
  )
  if (desk.tokens.given(loginHost(parsed), 'good') !== undefined) return true
  return (await findServer(parsed, desk)) !== undefined
}
