/** The facts of one file that this program cares about. */
export interface FileFacts {
  readonly type: 'file' | 'folder' | 'other'
  /** Bytes. */
  readonly size: number
  /** Last change of the content, milliseconds since the epoch (fractions kept). */
  readonly modified: number
  /** Permission bits only, e.g. `0o600`. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export interface ReplaceOptions {
  /** Permission bits of a file that does not exist yet; an existing one keeps its own. Default `0o600`. */
  readonly mode?: number
  /** Takes everyone else's permissions away from a file that exists: it is about to hold a secret. */
  readonly tighten?: boolean
  /**
   * Replace only if the file still holds these bytes (`undefined`: still does not exist). Compared just
   * before the rename, so that a neighbour's write is not lost.
   */
  readonly expect?: { readonly bytes: Uint8Array | undefined }
  /**
   * Whether to wait until the content is on the disk (default). Without it a power cut may leave an old or an
   * empty file; a killed process still leaves a whole one.
   */
  readonly flush?: boolean
}

/**
 * The file system, synchronous: every file here is small, and loading `fs/promises` costs a start more
 * than the calls save. Failed calls throw Node's own errors (`code` is `EACCES`, `ENOSPC`, …).
 */
export interface Files {
  /**
   * The content; `undefined` when there is no such file. A pipe or a device is read where its content comes soon
   * and ends; otherwise it is an error (`ETIMEDOUT`, `EFBIG`), never a wait without end.
   */
  read(path: string): Uint8Array | undefined
  /** Facts of what the path leads to (links followed); `undefined` when there is nothing. */
  stat(path: string): FileFacts | undefined
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(folder: string): readonly string[]
  /** Follows symbolic links, dangling ones too: the path that a write would really reach. */
  resolve(path: string): string
  /**
   * Puts whole new content in place: a temporary file in the same folder, private from birth, its content
   * flushed to disk, renamed over the target. Links are followed, mode and owner kept. Where that cannot be (a
   * mount, an owner we cannot give) the file is overwritten in place, with a journal from which the next holder
   * of its lock restores it after a kill.
   * @returns `'changed'` when `expect` was given and the file held something else; nothing was written then
   */
  replace(path: string, content: Uint8Array | string, options?: ReplaceOptions): 'written' | 'changed'
  /** Adds to the end of a file, creating it private. */
  append(path: string, content: string): void
  /** Removes a file. @returns whether there was one */
  remove(path: string): boolean
  /** Removes an empty folder; silent when it is absent or not empty. */
  removeFolder(path: string): void
  /** Creates a folder and its parents, private (`0o700`) where new. */
  makeFolder(path: string): void
  /**
   * Takes the lock that belongs to `path` against other processes of this program, waiting up to `waitMs`.
   * A dead owner's lock is swept away, and so is what killed runs left beside the file. The lock lies beside
   * the file that the path leads to, in a folder that must exist; it is given back when the process ends.
   * @returns the function that gives it back; `undefined` when the time ran out
   */
  lock(path: string, waitMs: number): Promise<(() => void) | undefined>
}
