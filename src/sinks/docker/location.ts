import { join, resolve } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'

/**
 * The config.json that Docker reads: in the folder given, else in that of `DOCKER_CONFIG`, else in
 * `~/.docker`.
 * @throws Failure `docker-config-unwritable` when there is no home folder either
 */
export function dockerConfigPath(folder: string | undefined, { env }: Needs<'env'>): string {
  const named = folder || env.get('DOCKER_CONFIG')
  if (named) return join(resolve(env.cwd, named), 'config.json')
  if (env.home !== undefined) return join(env.home, '.docker', 'config.json')
  throw new Failure({
    code: 'docker-config-unwritable',
    what: "Could not find Docker's configuration",
    why: 'this user has no home folder (HOME is not set), and DOCKER_CONFIG names no other',
    next: 'export DOCKER_CONFIG=/path/to/a/folder',
  })
}
