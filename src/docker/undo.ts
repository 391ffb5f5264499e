/**
 * The way back from one text to the one before it: a single splice. It holds what was replaced, secrets
 * included, so it lives in memory only.
 */
export interface Undo {
  readonly at: number
  readonly wrote: string
  readonly was: string
}

/** The smallest splice that turns `after` back into `before`. */
export function undoOf(before: string, after: string): Undo {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  return {
    at: head,
    wrote: after.slice(head, after.length - tail),
    was: before.slice(head, before.length - tail),
  }
}

/** @returns `undefined` when the text no longer holds what was written there */
export function undo(text: string, { at, wrote, was }: Undo): string | undefined {
  if (text.slice(at, at + wrote.length) !== wrote) return undefined
  return text.slice(0, at) + was + text.slice(at + wrote.length)
}
