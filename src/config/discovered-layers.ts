import { discoveredFile } from '../auth/discovered.ts'
import { loadFile } from './load-file.ts'
import { attempt, type Loading } from './loading.ts'
import { type Branch, child } from './yaml/tree.ts'

/**
 * Loads what providers were found to offer (`auto_provision_identities`), beneath everything that people wrote.
 * @returns whether there was anything
 */
export async function loadDiscovered(loading: Loading, root: Branch): Promise<boolean> {
  const { effects } = loading
  const found: Loading = { ...loading, files: [], layers: [] }
  for (const provider of discoveringProviders(root)) {
    const path = discoveredFile(provider, effects)
    if (effects.files.stat(path) === undefined) continue
    await attempt(found, () => loadFile(found, { reference: { type: 'local', path } }))
  }
  loading.layers.unshift(...found.layers)
  loading.files.unshift(...found.files)
  return found.layers.length > 0
}

function discoveringProviders(root: Branch): readonly string[] {
  const providers = child(child(root, 'auth'), 'providers')
  if (providers?.type !== 'branch') return []
  return [...providers.pairs.values()].flatMap(({ key, value }) => {
    const setting = child(value, 'auto_provision_identities')
    return setting?.type === 'leaf' && setting.value === true ? [key] : []
  })
}
