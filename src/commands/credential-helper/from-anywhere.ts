import type { Environment } from '../../effects/environment.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { shellWord } from '../shell-word.ts'
import type { Source } from './configurations.ts'

/**
 * Does something with a configuration. Docker is called from anywhere, so where that fails, the command to run
 * next leads to the configuration.
 */
export async function fromAnywhere<T>(
  source: Source,
  env: Pick<Environment, 'cwd'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const failure = toFailure(thrown)
    const { code, what, why, next = 'atmos auth validate', details, cause } = failure
    const way = wordsTo(source, env).join(' ')
    if (way === '') throw failure
    throw new Failure({
      code,
      what,
      ...(why === undefined ? {} : { why }),
      next: next.replace(/\batmos (?=auth |aws |docker )/g, `atmos ${way} `),
      details,
      cause,
    })
  }
}

function wordsTo(source: Source, env: Pick<Environment, 'cwd'>): readonly string[] {
  const { cwd, configFiles, configFolders, basePath, profiles } = source
  const flags = (name: string, values: readonly string[]) =>
    values.map(value => `--${name} ${shellWord(value)}`)
  return [
    ...flags('chdir', cwd === env.cwd ? [] : [cwd]),
    ...flags('config', configFiles),
    ...flags('config-path', configFolders),
    ...flags('base-path', basePath === undefined ? [] : [basePath]),
    ...flags('profile', profiles),
  ]
}
