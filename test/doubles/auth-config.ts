import type { AuthConfig, IdentityEntry, ProviderEntry } from '../../src/auth/auth-config.ts'

const shared = {
  tags: [],
  written: {},
  origins: new Map(),
  problems: [],
  pending: [],
  spec: {},
}

export function providerEntry(
  entry: Partial<ProviderEntry> & Pick<ProviderEntry, 'name' | 'kind'>,
): ProviderEntry {
  return { ...shared, default: false, ...entry }
}

export function identityEntry(
  entry: Partial<IdentityEntry> & Pick<IdentityEntry, 'name' | 'kind'>,
): IdentityEntry {
  return { ...shared, default: false, via: undefined, alias: undefined, env: [], ...entry }
}

/** A checked configuration made by hand. */
export function authConfig(parts: Partial<AuthConfig>): AuthConfig {
  return {
    files: [],
    folder: undefined,
    realm: undefined,
    providers: [],
    identities: [],
    integrations: [],
    keyring: { type: 'none', path: undefined, passwordEnv: 'ATMOS_KEYRING_PASSWORD' },
    isolatedConsole: false,
    ambientHelper: false,
    env: {},
    problems: [],
    ...parts,
  }
}
