/** An `[sso-session]` of the AWS CLI's configuration. */
export interface NamedSession {
  readonly name: string
  readonly startUrl: string
  readonly region: string
  /** Scopes its clients are registered with; empty where none are named. */
  readonly scopes: readonly string[]
}

/**
 * The complete `[sso-session NAME]` sections of an AWS configuration file. Lines that are indented belong to the
 * setting before them (nested settings) and are passed over, as are all other sections.
 */
export function readNamedSessions(content: string): readonly NamedSession[] {
  const sections: { name: string; settings: Map<string, string> }[] = []
  let current: Map<string, string> | undefined
  for (const line of content.split(/\r?\n/)) {
    const header = /^\[\s*(.*?)\s*\]/.exec(line)?.[1]
    if (header !== undefined) {
      const name = /^sso-session\s+(["']?)(.+)\1$/.exec(header)?.[2]
      current = name === undefined ? undefined : new Map()
      if (name !== undefined && current !== undefined) sections.push({ name, settings: current })
      continue
    }
    const setting = /^([^\s#;=][^=]*?)\s*=\s*(.*)$/.exec(line)
    if (setting !== null) current?.set((setting[1] ?? '').toLowerCase(), withoutRemark(setting[2] ?? ''))
  }
  return sections.flatMap(({ name, settings }) => {
    const startUrl = settings.get('sso_start_url')
    const region = settings.get('sso_region')
    if (!startUrl || !region) return []
    const scopes = (settings.get('sso_registration_scopes') ?? '').split(',').map(scope => scope.trim())
    return [{ name, startUrl, region, scopes: scopes.filter(scope => scope !== '') }]
  })
}

/** A remark at the end of a value begins with white space and its sign. */
function withoutRemark(value: string): string {
  return value.replace(/\s+[#;].*$/, '').trim()
}
