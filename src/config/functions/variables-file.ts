/**
 * The variables of a `.env` file: `NAME=value` lines, `export` before them, comments, and quotes around
 * values (escapes count in double quotes). Nothing is looked up or run.
 */
export function parseVariables(text: string): Record<string, string> {
  const line =
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\r\n]*))/gm
  const found: Record<string, string> = {}
  for (const [, name = '', double, single, plain] of text.matchAll(line)) {
    found[name] = single ?? (double === undefined ? withoutComment(plain ?? '') : unescaped(double))
  }
  return found
}

function withoutComment(value: string): string {
  return value.replace(/(^|\s+)#.*$/, '').trim()
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([\s\S])/g, (_, char: string) => (char === 'n' ? '\n' : char))
}
