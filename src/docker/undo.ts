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

/**
 * Takes the splice back, also where a neighbour's write has moved it.
 * @returns `undefined` when the text no longer holds what was written, or does not say where
 */
export function undo(text: string, { at, wrote, was }: Undo): string | undefined {
  const place = text.startsWith(wrote, at) ? at : onlyPlace(text, wrote)
  return place === undefined ? undefined : text.slice(0, place) + was + text.slice(place + wrote.length)
}

function onlyPlace(text: string, wrote: string): number | undefined {
  const place = text.indexOf(wrote)
  return wrote === '' || place < 0 || place !== text.lastIndexOf(wrote) ? undefined : place
}
