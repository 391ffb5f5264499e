/** The offset behind what a sticky pattern finds at another; `undefined` where it finds nothing. */
export function behind(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** The offset of the first character that is no space, from another on. */
export function behindSpaces(text: string, at: number): number {
  let next = at
  while (text.charCodeAt(next) === 32) next++
  return next
}
