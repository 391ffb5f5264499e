import { discoveredFile } from '../auth/discovered.ts'
import { loadFile } from './load-file.ts'
import { attempt, type Loading } from './loading.ts'
import { type Branch, child } from './yaml/tree.ts'

/**
 * Loads what providers were found to offer (`auto_provision_identities`), beneath everything that people wrote.
 * @returns whether there was anything
 */
export async function loadDiscovered(loading: Loading, root: Branch): Promise<boolean> {
  const { layers, files, effects } = loading
  const before = { layers: layers.length, files: files.length }
  for (const provider of discoveringProviders(root)) {
    const path = discoveredFile(provider, effects)
    if (effects.files.stat(path) === undefined) continue
    await attempt(loading, () => loadFile(loading, { reference: { type: 'local', path } }))
  }
  layers.unshift(...layers.splice(before.layers))
  files.unshift(...files.splice(before.files))
  return layers.length > before.layers
}

function discoveringProviders(root: Branch): readonly string[] {
  const providers = child(child(root, 'auth'), 'providers')
  if (providers?.type !== 'branch') return []
  return [...providers.pairs.values()].flatMap(({ key, value }) => {
    const setting = child(value, 'auto_provision_identities')
    return setting?.type === 'leaf' && setting.value === true ? [key] : []
  })
}
