import { dirname, isAbsolute, resolve } from 'node:path'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { readLocal, readRemote } from './read-source.ts'
import type { SourceText } from './source-text.ts'

/** Where a file named in a configuration is to be had. */
export type Reference =
  | { readonly type: 'local'; readonly path: string }
  | { readonly type: 'remote'; readonly url: string }

const foreignScheme =
  /^([a-z0-9+.-]+::|[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[\w.-]+:|(github|gitlab|bitbucket)\.(com|org)\/)/i

/**
 * What a path or URL in a file means: URLs stand for themselves, other paths start at the folder of the file
 * that names them (inside a remote file: at its URL).
 * @throws Failure for addresses of a kind that is not fetched
 */
export function resolveReference(text: string, from: SourceText, { env }: Needs<'env'>): Reference {
  if (/^https:\/\//i.test(text)) return { type: 'remote', url: text }
  if (foreignScheme.test(text)) throw notFetched(text)
  if (from.remote && !isAbsolute(text)) {
    const url = URL.canParse(text, from.file) ? new URL(text, from.file) : undefined
    if (url?.protocol === 'https:') return { type: 'remote', url: url.href }
  }
  if (text.startsWith('~/') && env.home !== undefined)
    return { type: 'local', path: resolve(env.home, text.slice(2)) }
  return { type: 'local', path: resolve(dirname(from.file), text) }
}

export function readSource(
  reference: Reference,
  effects: Needs<'files' | 'http' | 'clock'>,
): SourceText | Promise<SourceText> {
  return reference.type === 'local' ? readLocal(reference.path, effects) : readRemote(reference.url, effects)
}

function notFetched(text: string): Failure {
  return new Failure({
    code: 'config-import-failed',
    what: `Could not fetch ${text}`,
    why: 'of remote files this program fetches those with an https:// address only',
    next: 'Give an https:// address of the raw file, or keep a copy in the repository',
    details: { file: text },
  })
}
