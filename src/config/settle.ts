import type { AuthConfig } from '../auth/auth-config.ts'
import { sameName } from '../auth/lookup.ts'
import { identityEntry, integrationEntry, providerEntry, rawOf } from './decode/entries.ts'
import type { RawEntry } from './decode/raw-entry.ts'
import { type CommandNeeds, runCommand } from './run-command.ts'
import { pendingSectionOf, variablesOf } from './variables.ts'
import type { Pair, Tree } from './yaml/tree.ts'

/**
 * Runs the programs (`!exec`) of the named entries and decodes these anew; all others stay as they are. A
 * program that fails becomes a problem of its entry.
 * @param names of providers, identities (their aliases too) and integrations
 * @throws Failure `config-not-trusted` when the file that names a program may not run any, `timed-out` when
 *   a program does not end
 */
export async function settle(
  auth: AuthConfig,
  names: readonly string[],
  effects: CommandNeeds,
): Promise<AuthConfig> {
  const isNamed = (entry: NamedEntry) =>
    names.some(
      name => sameName(entry.name, name) || (entry.alias !== undefined && sameName(entry.alias, name)),
    )
  const providers = await settled(auth.providers, { isNamed, make: providerEntry }, effects)
  const identities = await settled(auth.identities, { isNamed, make: identityEntry }, effects)
  const integrations = await settled(auth.integrations, { isNamed, make: integrationEntry }, effects)
  return { ...auth, providers, identities, integrations }
}

interface NamedEntry {
  readonly name: string
  readonly alias?: string | undefined
  readonly pending: readonly string[]
}

interface Rework<E> {
  isNamed(entry: NamedEntry): boolean
  make(raw: RawEntry): E
}

async function settled<E extends NamedEntry>(
  entries: readonly E[],
  { isNamed, make }: Rework<E>,
  effects: CommandNeeds,
): Promise<readonly E[]> {
  const result: E[] = []
  for (const entry of entries) {
    const raw = isNamed(entry) && entry.pending.length > 0 ? rawOf(entry) : undefined
    if (raw === undefined) result.push(entry)
    else {
      const value = await settleTree(raw.pair.value, effects)
      result.push(make({ ...raw, pair: { ...raw.pair, value } }))
    }
  }
  return result
}

/** Fills in the variables of the top-level `env:` whose value a program has yet to give. */
export async function settleVariables(auth: AuthConfig, effects: CommandNeeds): Promise<AuthConfig> {
  const section = pendingSectionOf(auth.env)
  return section === undefined ? auth : { ...auth, env: variablesOf(await settleTree(section, effects)) }
}

/** Whether there is any value, used or not, that a program has yet to give. */
export function awaitsPrograms(auth: AuthConfig): boolean {
  const entries = [...auth.providers, ...auth.identities, ...auth.integrations]
  return pendingSectionOf(auth.env) !== undefined || entries.some(entry => entry.pending.length > 0)
}

/** A tree with every pending value in it filled in. */
async function settleTree(tree: Tree, effects: CommandNeeds): Promise<Tree> {
  if (tree.type === 'pending') return await runCommand(tree, effects)
  if (tree.type === 'list') {
    const items: Tree[] = []
    for (const item of tree.items) items.push(await settleTree(item, effects))
    return { ...tree, items }
  }
  if (tree.type !== 'branch') return tree
  const pairs = new Map<string, Pair>()
  for (const [key, pair] of tree.pairs)
    pairs.set(key, { ...pair, value: await settleTree(pair.value, effects) })
  return { ...tree, pairs }
}
