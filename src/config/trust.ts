import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { SourceText } from './source-text.ts'

const writableByOthers = 0o002

/**
 * Whether a file may have programs run (`!exec`): it must be local, belong to the user or to root, and not
 * be writable by others; `ATMOS_TRUST_CONFIG=true` lifts this. Windows keeps no such facts, so there every
 * local file may.
 * @throws Failure `config-not-trusted` that names the file and the reason
 */
export function mustTrust(source: SourceText, { files, env }: Needs<'files' | 'env'>): void {
  if (env.get('ATMOS_TRUST_CONFIG') === 'true') return
  const reason = source.remote ? 'it comes from the network' : distrust(source.file, { files, env })
  if (reason === undefined) return
  throw new Failure({
    code: 'config-not-trusted',
    what: `Refused to run a program that ${source.file} names with !exec`,
    why: reason,
    next: 'If you trust it, set ATMOS_TRUST_CONFIG=true',
    details: { file: source.file },
  })
}

function distrust(file: string, { files, env }: Needs<'files' | 'env'>): string | undefined {
  if (env.platform === 'win32') return undefined
  const facts = files.stat(file)
  if (facts === undefined) return 'the file is gone'
  if (facts.uid !== 0 && facts.uid !== env.uid) return `it belongs to another user (uid ${facts.uid})`
  if ((facts.mode & writableByOthers) !== 0) return 'everybody may write to it (chmod o-w would end that)'
  return undefined
}
