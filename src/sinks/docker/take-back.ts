import { fingerprint } from '../../docker/auth-entry.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import { removeLogin } from '../../docker/remove-login.ts'
import { configFileFacts, type Edited, editConfigFile } from './config-file.ts'
import { eraseLogin } from './credential-program.ts'
import type { DockerEffects, DockerRemoval, DockerUndo } from './outcome.ts'
import { stillThere } from './still-there.ts'

/**
 * Takes a login back that a sink put somewhere, where it is still the one we wrote. What was made around an
 * entry goes with it once it is empty.
 * @throws Failure when the file or the program in charge fails
 */
export async function fromDocker(undo: DockerUndo, effects: DockerEffects): Promise<DockerRemoval> {
  const { place } = undo
  if (place.type === 'helper-serves') return 'absent'
  if (place.type === 'file') return await removeFromFile(undo, effects)
  const result = await removeFromStore(undo, place.program, effects)
  if (result === 'removed') await removeFromFile(undo, effects)
  return result
}

async function removeFromStore(
  undo: DockerUndo,
  program: string,
  effects: DockerEffects,
): Promise<DockerRemoval> {
  const state = await stillThere(undo, effects)
  if (state !== 'ours') return state
  const { registry, path } = undo
  await eraseLogin(registry, { program, path }, effects)
  return 'removed'
}

async function removeFromFile(undo: DockerUndo, effects: DockerEffects): Promise<DockerRemoval> {
  if (configFileFacts(undo.path, effects) === undefined) return 'absent'
  const { written, standing } = await editConfigFile(
    { path: undo.path, edit: config => removal(undo, config) },
    effects,
  )
  return written ?? standing
}

function removal(
  { registry, place, fingerprint: ours, footprint }: DockerUndo,
  config: DockerConfig,
): Edited<DockerRemoval> {
  const { text, auths } = config
  const entry = auths.get(registry)
  if (text === undefined || entry === undefined) return { text, result: 'absent' }
  const expected = place.type === 'file' ? ours : fingerprint({ username: '', password: '' })
  if (fingerprint(entry) !== expected) return { text, result: 'not-ours' }
  return { text: removeLogin(text, registry, footprint), result: 'removed' }
}
