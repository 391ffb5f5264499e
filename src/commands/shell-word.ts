/** A text as one word of a shell, in quotes only where it needs them; to zsh `=word` is the path of a program. */
export function shellWord(text: string): string {
  return /^[\w@%+:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
