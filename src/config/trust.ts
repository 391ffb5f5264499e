import { posix } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import type { FileFacts } from '../effects/files.ts'
import { Failure } from '../errors/failure.ts'
import type { SourceText } from './source-text.ts'

const writableByGroup = 0o020
const writableByAll = 0o002
/** In such a folder only a file's owner may replace it. */
const sticky = 0o1000

/**
 * Whether a file may have programs run (`!exec`): it must be local, belong to the user or to root, and neither
 * it nor the folder it lies in may be open to others' writing; `ATMOS_TRUST_CONFIG=true` lifts this. Windows
 * keeps no such facts, so there every local file may.
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
  const writer = otherWriter(facts)
  if (writer !== undefined) return `${writer.who} may write to it (chmod ${writer.remedy} would end that)`
  // A link may be exchanged where it lies, its target where that lies.
  for (const folder of new Set([file, files.resolve(file)].map(path => posix.dirname(path)))) {
    const open = files.stat(folder)
    const replacer = open === undefined || (open.mode & sticky) !== 0 ? undefined : otherWriter(open)
    if (replacer === undefined) continue
    return `${replacer.who} may replace it, because its folder ${folder} is open to them (chmod ${replacer.remedy} on the folder would end that)`
  }
  return undefined
}

/** Who else may write. The group numbered like the owner is taken for the owner's private one, as systems make them. */
function otherWriter({ mode, uid, gid }: FileFacts) {
  if ((mode & writableByAll) !== 0) return { who: 'everybody', remedy: 'o-w' }
  if ((mode & writableByGroup) !== 0 && gid !== uid) return { who: `group ${gid}`, remedy: 'g-w' }
  return undefined
}
