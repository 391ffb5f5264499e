import { quickMark } from '../auth/quick-mark.ts'
import type { Environment } from '../effects/environment.ts'
import type { FileFacts, Files } from '../effects/files.ts'

/**
 * What a configuration was made from, so that it can be told later, without reading it, that it would come
 * out the same. Plain data without a secret: of variables only marks are kept.
 */
export interface Inputs {
  /** The stamp of everything that was read, listed or looked for, by path. */
  readonly files: Readonly<Record<string, string>>
  /** The mark of each variable that was asked for; `null` where it was not set. */
  readonly variables: Readonly<Record<string, string | null>>
  /** The working folder, where it was asked for. */
  readonly cwd?: string
}

/** What of a path counts: whether it is there, what it is, what a file holds, or which names a folder has. */
export type Question = 'type' | 'content'

/** How something looks at a path. What may not be looked at is as good as absent, as it is when loading. */
export function stampAt(path: string, question: Question, { stat }: Pick<Files, 'stat'>): string {
  let facts: FileFacts | undefined
  try {
    facts = stat(path)
  } catch {
    return 'absent'
  }
  if (facts === undefined) return 'absent'
  const { type, size, modified } = facts
  return question === 'type' ? type : `${type} ${size} ${modified}`
}

/** The mark of a variable. */
export function variableMark(value: string | undefined): string | null {
  return value === undefined ? null : quickMark(value)
}

/** Whether everything still looks as it did. */
export function areUnchanged(
  { files, variables, cwd }: Inputs,
  outside: { readonly files: Pick<Files, 'stat'>; readonly env: Pick<Environment, 'get' | 'cwd'> },
): boolean {
  if (cwd !== undefined && cwd !== outside.env.cwd) return false
  for (const name in variables) {
    if (variableMark(outside.env.get(name)) !== variables[name]) return false
  }
  for (const path in files) {
    const stamp = files[path] ?? ''
    if (stampAt(path, stamp.includes(' ') ? 'content' : 'type', outside.files) !== stamp) return false
  }
  return true
}
