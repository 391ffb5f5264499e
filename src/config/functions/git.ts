import { join } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { gitFolders, gitRoot } from '../find/git-folder.ts'
import { textAt } from '../find/probe.ts'
import { leafOf } from '../yaml/tree.ts'
import { argumentWords, functionFailure, type YamlFunction } from './function.ts'

/**
 * `!git.sha`, `.ref`, `.branch`, `.url`, `.host`, `.owner`, `.name`, `.repository`, each with an optional
 * default: facts of the Git work tree, read from its files without running Git.
 */
export const git: YamlFunction = call => {
  const fact = call.tag.slice('!git.'.length)
  const [fallback] = argumentWords(call.argument)
  const root = gitRoot(call.effects.env.cwd, call.effects)
  const found = root === undefined ? undefined : gitFacts(root, call.effects)[fact as GitFact]?.()
  const value = found ?? fallback
  if (value === undefined) {
    throw functionFailure(
      call,
      root === undefined
        ? `${call.effects.env.cwd} is not inside a Git work tree`
        : `the work tree ${root} has no ${fact}`,
      `Write a default: ${call.tag} "something else"`,
    )
  }
  return leafOf(value, call, call.tag)
}

export const gitFactNames = ['sha', 'ref', 'branch', 'url', 'host', 'owner', 'name', 'repository'] as const
type GitFact = (typeof gitFactNames)[number]

function gitFacts(root: string, effects: Needs<'files'>): Record<GitFact, () => string | undefined> {
  const folders = gitFolders(root, effects)
  const head = textAt(join(folders.own, 'HEAD'), effects)?.trim()
  const ref = head?.startsWith('ref: ') ? head.slice('ref: '.length) : undefined
  const remote = () => remoteUrl(textAt(join(folders.common, 'config'), effects) ?? '')
  const part = (index: number) => () => remoteParts(remote() ?? '')[index]
  return {
    sha: () => (ref === undefined ? head : commitOf(ref, folders, effects)),
    ref: () => ref ?? head,
    branch: () => ref?.replace(/^refs\/heads\//, ''),
    url: remote,
    host: part(0),
    owner: part(1),
    name: part(2),
    repository: () => {
      const [, owner, name] = remoteParts(remote() ?? '')
      return owner === undefined ? undefined : `${owner}/${name}`
    },
  }
}

function commitOf(ref: string, folders: ReturnType<typeof gitFolders>, effects: Needs<'files'>) {
  const loose = textAt(join(folders.own, ref), effects) ?? textAt(join(folders.common, ref), effects)
  if (loose !== undefined) return loose.trim()
  const packed = textAt(join(folders.common, 'packed-refs'), effects) ?? ''
  const line = packed.split('\n').find(candidate => candidate.endsWith(` ${ref}`))
  return line?.split(' ', 1)[0]
}

/** The URL of `origin`, else of the first remote there is, without a password in it. */
function remoteUrl(config: string): string | undefined {
  const sections = [...config.matchAll(/^\[remote "([^"]+)"\]\s*\n((?:(?!^\[).*\n?)*)/gm)]
  const section = sections.find(([, name]) => name === 'origin') ?? sections[0]
  const url = /^\s*url\s*=\s*(\S+)/m.exec(section?.[2] ?? '')?.[1]
  return url?.replace(/^(https?:\/\/)[^@/]+@/, '$1')
}

/** Host, owner (with its groups) and name: `https://host/owner/name.git`, `git@host:owner/name.git`. */
function remoteParts(url: string): readonly (string | undefined)[] {
  const match = /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([^:/]+)(?::\d+\/|[:/])(.+)\/([^/]+?)(?:\.git)?\/?$/.exec(url)
  return match === null ? [] : match.slice(1)
}
