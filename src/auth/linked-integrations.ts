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
  const alias = auth.identities.find(entry => sameName(entry.name, identity))?.alias
  return auth.integrations.filter(({ via }) => {
    if (via === undefined) return false
    // An integration may call an identity by its alias.
    if ('identity' in via)
      return sameName(via.identity, identity) || (alias !== undefined && sameName(via.identity, alias))
    return provider !== undefined && sameName(via.provider, provider)
  })
}
