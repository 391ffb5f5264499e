import { toFailure } from '../errors/to-failure.ts'
import { askAsContainers } from './ask-as-containers.ts'
import { containersFiles } from './containers-place.ts'
import { type Answer, askAsDocker } from './docker/ask-as-docker.ts'
import { dockerConfigPath } from './docker/location.ts'
import type { DockerEffects, DockerUndo } from './docker/outcome.ts'

/** Who looks for a login where we put it, and what they get. */
export interface Finding {
  /** `file`: whoever reads that file, because it is neither Docker's here and now nor that of podman. */
  readonly reader: 'docker' | 'containers' | 'file'
  /**
   * `found`: ours. `served`: one that a program fetches by itself. `other`: somebody else's, or a newer one.
   * `absent`: none. `unknown`: the reader would fail.
   */
  readonly state: 'found' | 'served' | 'other' | 'absent' | 'unknown'
  /** For people, where it is not found. */
  readonly why?: string
}

/** Asks for a login that was written, as its reader does now. */
export async function findLogin(undo: DockerUndo, effects: DockerEffects): Promise<Finding> {
  const reader = readerOf(undo.path, effects)
  try {
    const { registry, path } = undo
    const answer =
      reader === 'containers'
        ? await askAsContainers(registry, effects)
        : await askAsDocker({ registry, path, here: reader === 'docker' }, effects)
    return { reader, ...judge(answer, undo) }
  } catch (thrown) {
    return { reader, state: 'unknown', why: toFailure(thrown).message }
  }
}

function judge(answer: Answer, { fingerprint }: DockerUndo): Omit<Finding, 'reader'> {
  if (answer.type === 'nothing') return { state: 'absent', why: answer.why }
  if (answer.mark === fingerprint) return { state: 'found' }
  if (answer.serving) return { state: 'served', why: `${answer.from} serves this registry` }
  return { state: 'other', why: `another login is in ${answer.from}` }
}

function readerOf(path: string, effects: DockerEffects): Finding['reader'] {
  const { env } = effects
  const isKnown = env.home !== undefined || env.get('DOCKER_CONFIG')
  if (isKnown && path === dockerConfigPath(undefined, effects)) return 'docker'
  return containersFiles(effects).includes(path) ? 'containers' : 'file'
}
