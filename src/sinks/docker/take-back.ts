import { fingerprint } from '../../docker/auth-entry.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import { removeLogin } from '../../docker/remove-login.ts'
import type { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { configFileFacts, type Edited, editConfigFile } from './config-file.ts'
import { eraseLogin } from './credential-program.ts'
import type { DockerEffects, DockerRemoval, DockerUndo } from './outcome.ts'
import { stillThere } from './still-there.ts'

/**
 * Takes logins back that `toDocker` put somewhere: each only where it is still the one we wrote. What was made
 * around an entry goes with it once it is empty.
 * @param undos from the receipts, newest first where several concern one registry
 * @returns one outcome per undo, in the order given
 */
export async function fromDocker(
  undos: readonly DockerUndo[],
  effects: DockerEffects,
): Promise<readonly (DockerRemoval | Failure)[]> {
  const outcomes: (DockerRemoval | Failure)[] = []
  for (const undo of undos) outcomes.push(await takeBack(undo, effects).catch(toFailure))
  return outcomes
}

async function takeBack(undo: DockerUndo, effects: DockerEffects): Promise<DockerRemoval> {
  const { registry, place } = undo
  if (place.type === 'helper-serves') return { registry, result: 'absent' }
  if (place.type === 'file') return { registry, result: await removeFromFile(undo, effects) }
  const result = await removeFromStore(undo, place.program, effects)
  if (result === 'removed') await removeFromFile(undo, effects)
  return { registry, result }
}

type Result = DockerRemoval['result']

async function removeFromStore(undo: DockerUndo, program: string, effects: DockerEffects): Promise<Result> {
  const state = await stillThere(undo, effects)
  if (state !== 'ours') return state
  const { registry, path } = undo
  await eraseLogin(registry, { program, path }, effects)
  return 'removed'
}

async function removeFromFile(undo: DockerUndo, effects: DockerEffects): Promise<Result> {
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
): Edited<Result> {
  const { text, auths } = config
  const entry = auths.get(registry)
  if (text === undefined || entry === undefined) return { text, result: 'absent' }
  const expected = place.type === 'file' ? ours : fingerprint({ username: '', password: '' })
  if (fingerprint(entry) !== expected) return { text, result: 'not-ours' }
  return { text: removeLogin(text, registry, footprint), result: 'removed' }
}
