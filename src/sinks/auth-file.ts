import { dirname, join, resolve } from 'node:path'
import type { Login } from '../auth/login.ts'
import type { DockerConfig } from '../docker/read-config.ts'
import { programOf } from '../docker/routing.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import { retold } from './auth-file-failures.ts'
import { readConfigFile } from './docker/config-file.ts'
import type { DockerEffects, DockerOutcome } from './docker/outcome.ts'
import { putLogins } from './docker/put-logins.ts'

/** The path that a person wrote: `~/` is the home folder, everything else starts from the working folder. */
export function authFilePath(written: string, { env }: Needs<'env'>): string {
  const isAtHome = written.startsWith('~/') && env.home !== undefined
  return isAtHome ? join(env.home ?? '', written.slice(2)) : resolve(env.cwd, written)
}

/**
 * Puts logins into a file of the shape of config.json, for whoever reads it: always into `auths`, because the
 * file may be read where no credential program is.
 * @param options `path`: absolute
 * @returns one outcome per login, in the order given
 */
export async function toAuthFile(
  logins: readonly Login[],
  effects: DockerEffects,
  { path }: { readonly path: string },
): Promise<readonly DockerOutcome[]> {
  try {
    const reader = {
      name: 'A reader of the file',
      logout: 'atmos aws ecr logout',
      routeFor: () => ({ type: 'file' }) as const,
    }
    const outcomes = await putLogins({ logins, path, reader }, effects)
    const config = await readConfigFile(path, effects)
    return outcomes.map(each =>
      each instanceof Failure ? retold(each, adviceFor(path)) : withWarning(each, config),
    )
  } catch (thrown) {
    const failure = retold(toFailure(thrown), adviceFor(path))
    return logins.map(() => failure)
  }
}

type Receipt = Exclude<DockerOutcome, Failure>

/** What the file itself says to those who read it as Docker does. */
function withWarning(receipt: Receipt, { credHelpers, credsStore }: DockerConfig): Receipt {
  const store = credHelpers.get(receipt.registry) ?? credsStore
  if (store === '') return receipt
  const warning = `Docker would ask ${programOf(store)}, which ${receipt.undo.path} names, and not use the login in it`
  return { ...receipt, warnings: [...receipt.warnings, warning] }
}

function adviceFor(path: string) {
  return {
    'docker-config-unwritable': `Choose another file, or see what keeps it from being written: ls -ld ${dirname(path)} ${path}`,
    'docker-config-busy': 'Try again, or give each job a file of its own',
  }
}
