import type { AuthConfig, IntegrationEntry } from './auth-config.ts'
import { sameName } from './lookup.ts'

/**
 * The integrations of an identity, in the file's order: those that name it, and those that name the provider
 * its chain starts from.
 */
export function linkedIntegrations(
  auth: AuthConfig,
  { identity, provider }: { readonly identity: string; readonly provider: string | undefined },
): readonly IntegrationEntry[] {
  return auth.integrations.filter(({ via }) => {
    if (via === undefined) return false
    if ('identity' in via) return isCalled(auth, via.identity, identity)
    return provider !== undefined && sameName(via.provider, provider)
  })
}

/** An integration may call an identity by its alias. */
function isCalled(auth: AuthConfig, called: string, identity: string): boolean {
  if (sameName(called, identity)) return true
  const entry = auth.identities.find(candidate => sameName(candidate.name, identity))
  return entry?.alias !== undefined && sameName(called, entry.alias)
}
