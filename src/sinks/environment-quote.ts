/** Values as words of a shell, safe whatever they hold (but NUL, which no variable can). */

/**
 * For POSIX shells and zsh: as it is where nothing in it means anything, else in single quotes. To zsh `=word` is the
 * path of a program.
 */
export function quoteForShell(value: string): string {
  if (/^[\w@%+:,./-]+$/.test(value)) return value
  return `'${value.replaceAll("'", "'\\''")}'`
}

/**
 * For `.env` files, which shells read and other parsers too: single quotes where both agree; a value with a
 * single quote in it goes into double quotes.
 */
export function quoteForDotenv(value: string): string {
  if (!value.includes("'")) return quoteForShell(value)
  return `"${value.replace(/[\\"$`]/g, '\\$&')}"`
}

/** For fish: in its single quotes only `\` and `'` are special. */
export function quoteForFish(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`
}

/** For PowerShell, to which typographic single quotes are quotes as well. */
export function quoteForPowershell(value: string): string {
  return `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`
}
