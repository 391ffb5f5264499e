import type { Effects } from '../../../effects/effects.ts'
import type { Check } from '../check.ts'
import { type Finding, inferred, ok, problem, warning } from '../finding.ts'

const names = ['https_proxy', 'http_proxy', 'all_proxy', 'no_proxy'] as const

/** Proxies in force, never with their password. */
export const proxy: Check = {
  id: 'proxy',
  title: 'Proxies in force',
  group: 'This machine',
  async run(_, { env }) {
    const set = names.flatMap(name => variable(name, env))
    const proxies = set.filter(({ name }) => !/no_proxy/i.test(name))
    if (proxies.length === 0) return [ok('No proxy is set')]
    const except = set.find(({ name }) => /no_proxy/i.test(name))?.value ?? ''
    return [
      ...proxies.map(({ name, value }) => describe(name, value)),
      ...(except === '' ? [] : [ok(`Not through a proxy (NO_PROXY): ${except}`)]),
      ...names.flatMap(name => contradiction(name, env)),
      ...metadata(proxies, except),
    ]
  },
}

interface Variable {
  readonly name: string
  readonly value: string
}

/** The lower-case name wins, as in curl and in our own calls. */
function variable(name: string, { get }: Effects['env']): readonly Variable[] {
  const found = [name, name.toUpperCase()].find(spelled => get(spelled)?.trim())
  return found === undefined ? [] : [{ name: found, value: get(found)?.trim() ?? '' }]
}

function describe(name: string, value: string): Finding {
  const text = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  // A password with a slash in it ends the address early, and would be taken for a part of the host.
  const isTorn = text.includes('@') && url?.username === ''
  if (url === undefined || isTorn || !/^https?:$/.test(url.protocol)) {
    return problem(`${name} is not the address of an http or https proxy`, {
      mend: `export ${name}=http://proxy.example.com:3128`,
      code: 'config-invalid',
    })
  }
  const user = url.username === '' ? '' : ', with a user name'
  return ok(`${name}: ${url.protocol}//${url.host}${user}`)
}

function contradiction(name: string, { get }: Effects['env']): readonly Finding[] {
  const upper = name.toUpperCase()
  const [low, up] = [get(name)?.trim(), get(upper)?.trim()]
  if (!low || !up || low === up) return []
  return [
    warning(`${name} and ${upper} differ`, {
      cause: 'programs do not agree on which of them counts; this one takes the lower-case name',
      mend: `export ${upper}="$${name}"`,
    }),
  ]
}

function metadata(proxies: readonly Variable[], except: string): readonly Finding[] {
  const plain = proxies.some(({ name }) => /^(http|all)_proxy$/i.test(name))
  if (!plain || except === '*' || except.includes('169.254.')) return []
  return [
    inferred('AWS credentials of instances and containers would be asked for through the proxy', {
      cause: 'NO_PROXY does not name their addresses, which a proxy cannot reach',
      mend: 'export NO_PROXY="$NO_PROXY,169.254.169.254,169.254.170.2,169.254.170.23"',
    }),
  ]
}
