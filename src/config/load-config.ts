import { resolve } from 'node:path'
import type { AuthConfig, Problem } from '../auth/auth-config.ts'
import { brokenEntries } from '../auth/broken-entries.ts'
import type { Catalog } from '../auth/kind.ts'
import { decodeAuth } from './decode/auth-section.ts'
import { loadTree } from './load-tree.ts'
import type { LoadNeeds } from './loading.ts'
import type { LoadOptions } from './options.ts'
import { promoted, topLevelVariables } from './variables.ts'

/**
 * Finds, reads, merges and decodes the configuration, as Atmos does: base files, then profiles on top.
 * Mistakes inside an entry stay with the entry. No configuration at all gives an empty one (`files` is
 * empty then).
 * @throws Failure when a file that is needed cannot be had or read, or a profile is not there; with
 *   `collect` these become problems too
 */
export async function loadConfig(
  options: LoadOptions,
  catalog: Catalog,
  effects: LoadNeeds,
): Promise<AuthConfig> {
  const { root, folder, files, problems } = await loadTree(options, effects)
  const auth = decodeAuth(root, catalog, promoted(effects.env, topLevelVariables(root)))
  if (options.collect !== true) mustBeUsable(auth.problems)
  const missing = files.length === 0 ? { soughtIn: soughtIn(effects) } : {}
  return { ...auth, ...missing, folder, files, problems: [...problems, ...auth.problems] }
}

function soughtIn({ env }: LoadNeeds): string {
  const named = env.get('ATMOS_CLI_CONFIG_PATH')
  if (!named) return `from ${env.cwd} upwards`
  const folder = resolve(env.cwd, named)
  return `in ${env.cwd} and ${folder} (folders above are not searched, because ATMOS_CLI_CONFIG_PATH is set)`
}

/** Parts that no command can do without: a mistake in one must not lead to another place or person. */
const essential =
  /^(auth|auth\.(providers|identities|integrations|realm|keyring)(\..*)?|profiles(\..*)?|ATMOS_.*)$/

function mustBeUsable(problems: readonly Problem[]): void {
  const grave = problems.filter(({ severity, path }) => severity === 'error' && essential.test(path))
  if (grave.length > 0)
    throw brokenEntries(grave, 'The configuration has a mistake that every command depends on')
}
