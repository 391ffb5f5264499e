import type { AuthConfig } from '../auth/auth-config.ts'
import type { Catalog } from '../auth/kind.ts'
import { sameName } from '../auth/lookup.ts'
import { Failure } from '../errors/failure.ts'
import { loadConfig } from './load-config.ts'
import { loadProfilePlaces } from './load-tree.ts'
import type { LoadNeeds } from './loading.ts'
import type { LoadOptions } from './options.ts'
import { listProfiles } from './profiles.ts'

/**
 * Names of the profiles that nobody asked for and that bring an identity along: the one of that name, or any.
 * None where profiles were asked for.
 */
export async function otherProfilesWith(
  identity: string | undefined,
  { options, catalog }: { readonly options: LoadOptions; readonly catalog: Catalog },
  effects: LoadNeeds,
): Promise<readonly string[]> {
  if ((options.profiles ?? []).length > 0) return []
  const found: string[] = []
  for (const { name } of listProfiles(await loadProfilePlaces(options, effects), effects)) {
    const auth = await loaded({ ...options, profiles: [name] }, catalog, effects)
    if (auth?.identities.some(entry => identity === undefined || sameName(entry.name, identity)))
      found.push(name)
  }
  return found
}

/** A profile that cannot be read is none to recommend. */
async function loaded(
  options: LoadOptions,
  catalog: Catalog,
  effects: LoadNeeds,
): Promise<AuthConfig | undefined> {
  try {
    return await loadConfig(options, catalog, effects)
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined
    throw thrown
  }
}
