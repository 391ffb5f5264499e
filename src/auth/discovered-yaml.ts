import type { DiscoveredIdentity } from './discovered.ts'

/**
 * What a provider was found to offer, as the text of a configuration file.
 * @param at when it was found, milliseconds since the epoch
 */
export function discoveredYaml(
  provider: string,
  { identities, at }: { readonly identities: readonly DiscoveredIdentity[]; readonly at: number },
): string {
  const accounts = new Set(identities.map(({ account }) => account.id))
  const via = `{ provider: ${quoted(provider)} }`
  const lines = [
    '# Identities that a sign-in found. Made anew by the next one; your own configuration wins over it.',
    'auth:',
    '  _metadata:',
    `    provider: ${quoted(provider)}`,
    `    provisioned_at: ${quoted(new Date(at).toISOString())}`,
    `    counts: { accounts: ${accounts.size}, identities: ${identities.length} }`,
    identities.length === 0 ? '  identities: {}' : '  identities:',
  ]
  for (const { name, kind, role, account } of identities) {
    lines.push(
      `    ${quoted(name)}:`,
      `      kind: ${quoted(kind)}`,
      `      provider: ${quoted(provider)}`,
      `      via: ${via}`,
      '      principal:',
      `        name: ${quoted(role)}`,
      `        account: { name: ${quoted(account.name)}, id: ${quoted(account.id)} }`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** A JSON text is a double-quoted YAML text too, once nothing in it is left to line rules or byte marks. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
