import { fingerprint } from '../../docker/auth-entry.ts'
import { plainLogin } from '../plain-login.ts'
import { readConfigFile } from './config-file.ts'
import { heldLogin } from './credential-program.ts'
import type { DockerEffects, DockerUndo } from './outcome.ts'

/**
 * Whether a login that we wrote is still in its place, whoever looks there: what taking it back would come to,
 * without doing it.
 * @throws Failure when the file or the program cannot be asked
 */
export async function stillThere(
  { registry, path, place, fingerprint: ours }: DockerUndo,
  effects: DockerEffects,
): Promise<'ours' | 'not-ours' | 'absent'> {
  if (place.type === 'helper-serves') return 'absent'
  if (place.type === 'file') {
    const entry = (await readConfigFile(path, effects)).auths.get(registry)
    return entry === undefined ? 'absent' : fingerprint(entry) === ours ? 'ours' : 'not-ours'
  }
  const { program } = place
  if (effects.processes.find(program) === undefined) return 'absent'
  const held = await heldLogin(registry, { program, path }, effects)
  if (held === undefined) return 'absent'
  return fingerprint(plainLogin(held)) === ours ? 'ours' : 'not-ours'
}
