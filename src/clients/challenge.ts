/** What a server asks for with `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

const scheme = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s+|$)/
const parameter = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*(?:,\s*|$)/

/**
 * Reads the header's challenges in their order; several are joined by commas, as their parameters are. What
 * cannot be understood ends the reading. Source: RFC 9110, section 11.
 */
export function readChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = []
  let rest = header.trim()
  for (;;) {
    const [whole, name] = scheme.exec(rest) ?? []
    if (whole === undefined || name === undefined) return challenges
    rest = rest.slice(whole.length)
    const parameters = new Map<string, string>()
    for (let found = parameter.exec(rest); found !== null; found = parameter.exec(rest)) {
      const [text, key = '', quoted, bare = ''] = found
      parameters.set(key.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare)
      rest = rest.slice(text.length)
    }
    challenges.push({ scheme: name.toLowerCase(), parameters })
    rest = rest.replace(/^,\s*/, '')
  }
}
