import { BlockList, isIP } from 'node:net'
import type { Environment } from '../environment.ts'
import { coded } from './system-code.ts'

type Get = Environment['get']

/**
 * The proxy for an address by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, lower-case names first.
 * A name in `NO_PROXY` covers its sub-domains too, as curl, Go and the AWS CLI have it.
 */
export function proxyFor(url: URL, get: Get): URL | undefined {
  const scheme = url.protocol.slice(0, -1)
  const found = variable(`${scheme}_proxy`, get) ?? variable('all_proxy', get)
  if (found === undefined || isExempt(url, variable('no_proxy', get)?.value ?? '')) return undefined
  return parseProxy(found)
}

interface Found {
  readonly name: string
  readonly value: string
}

function variable(name: string, get: Get): Found | undefined {
  for (const spelled of [name, name.toUpperCase()]) {
    const value = get(spelled)?.trim()
    if (value) return { name: spelled, value }
  }
  return undefined
}

function parseProxy({ name, value }: Found): URL {
  const url = tryUrl(withScheme(value))
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw coded('ERR_PROXY_ADDRESS', `${name} is not the address of an http or https proxy`)
  }
  return url
}

function withScheme(value: string): string {
  return value.includes('://') ? value : `http://${value}`
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/**
 * Whether `NO_PROXY` covers an address: `*`, names and their sub-domains, `.suffix`, `*.suffix`, IP, CIDR, each with
 * an optional port.
 */
export function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some(entry => entry !== '' && covers(entry, host, port))
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const { name, port: only } = splitPort(entry)
  if (only !== undefined && only !== port) return false
  if (isIP(host)) return name === host || inBlock(name, host)
  const suffix = name.replace(/^\*?\.?/, '')
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`))
}

function splitPort(entry: string): { name: string; port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry)
  if (bracketed) return { name: bracketed[1] ?? '', port: bracketed[2] }
  if (isIP(entry) === 6) return { name: entry, port: undefined }
  const plain = /^(.*?)(?::(\d+))?$/.exec(entry)
  return { name: plain?.[1] ?? entry, port: plain?.[2] }
}

function inBlock(block: string, address: string): boolean {
  const [network = '', bits] = block.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  const length = Number(bits)
  if (bits === undefined || bits === '' || !isIP(network) || isIP(network) !== isIP(address)) return false
  if (!Number.isInteger(length) || length > (family === 'ipv6' ? 128 : 32)) return false
  const list = new BlockList()
  list.addSubnet(network, length, family)
  return list.check(address, family)
}
