import { findEntry } from '../docker/find-entry.ts'
import { programOf } from '../docker/routing.ts'
import { containersFiles } from './containers-place.ts'
import { type Answer, askProgram, markOf } from './docker/ask-as-docker.ts'
import { readConfigFile } from './docker/config-file.ts'
import type { DockerEffects } from './docker/outcome.ts'

/**
 * Looks for a login as podman, buildah and skopeo do: the first file that has one, or that names a program for
 * the registry, decides. A `credsStore` means nothing to them.
 * @throws Failure when they would not get as far
 */
export async function askAsContainers(registry: string, effects: DockerEffects): Promise<Answer> {
  const files = containersFiles(effects)
  for (const path of files) {
    const config = await readConfigFile(path, effects)
    const helper = config.credHelpers.get(registry)
    if (helper !== undefined) {
      const program = programOf(helper)
      if (effects.processes.find(program) !== undefined) {
        return await askProgram(registry, { program, path }, effects)
      }
      return { type: 'nothing', why: `${path} sends to ${program}, which is not on PATH` }
    }
    const entry = findEntry(config, registry)
    if (entry !== undefined) return { type: 'login', mark: markOf(entry), from: path }
  }
  return { type: 'nothing', why: `${files.join(', ')}: no login for it` }
}
