import { request as httpRequest } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Environment } from '../environment.ts'
import type { Opened } from './http.ts'
import { proxyFor } from './http-proxy-choice.ts'
import type { Timer } from './http-timer.ts'
import { coded } from './system-code.ts'

interface Route {
  readonly url: URL
  readonly options: RequestOptions
  readonly get: Environment['get']
}

/**
 * Starts a request through the proxy that the environment names for this address: `https:` inside a CONNECT
 * tunnel, `http:` as the absolute address (RFC 9112, 3.2.2).
 * @returns `undefined` when this address goes without a proxy
 */
export async function openThroughProxy(route: Route, timer: Timer): Promise<Opened | undefined> {
  const proxy = proxyFor(route.url, route.get)
  if (proxy === undefined) return undefined
  if (route.url.protocol === 'http:') return openForwarded(route, proxy)
  const socket = await tunnel(route, proxy, timer)
  const { agent: _, ...options } = route.options
  const secure = { socket, ...trusting(route), ...serverName(route.url) }
  return { outgoing: httpsRequest(route.url, { ...options, createConnection: () => connectTls(secure) }) }
}

function openForwarded({ url, options }: Route, proxy: URL): Opened {
  const headers = { ...(options.headers as object), host: url.host, ...authorization(proxy) }
  const outgoing = sender(proxy)(proxyAddress(proxy), { ...options, path: url.href, headers })
  return {
    outgoing,
    judge: async work => {
      const response = await work.catch(error => Promise.reject(named(proxy, error)))
      if (response.status === 407) throw refusal(proxy, 407, url.host)
      return response
    },
  }
}

function tunnel(route: Route, proxy: URL, timer: Timer): Promise<Socket> {
  const target = `${route.url.hostname}:${route.url.port || 443}`
  const outgoing = sender(proxy)(proxyAddress(proxy), {
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...authorization(proxy) },
    agent: false,
    ...trusting(route),
  })
  const opened = new Promise<Socket>((resolve, reject) => {
    outgoing.on('error', error => reject(named(proxy, error)))
    outgoing.on('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(refusal(proxy, response.statusCode, target))
    })
    outgoing.end()
  })
  opened.catch(() => {})
  return timer.watch(outgoing, opened)
}

function sender(proxy: URL): typeof httpsRequest {
  return proxy.protocol === 'https:' ? httpsRequest : httpRequest
}

/** Without its user name and password: they belong into a header, and into no message. */
function proxyAddress(proxy: URL): URL {
  return new URL(proxy.origin)
}

function trusting({ options }: Route): Pick<RequestOptions, 'ca'> {
  return options.ca === undefined ? {} : { ca: options.ca }
}

function serverName({ hostname }: URL): { servername?: string } {
  return isIP(hostname.replace(/^\[|\]$/g, '')) ? {} : { servername: hostname }
}

function refusal(proxy: URL, status: number | undefined, target: string): Error {
  const wants = status === 407 ? ' (it wants a user name and a password)' : ''
  return coded('ERR_PROXY_REFUSED', `the proxy ${proxy.host} answered ${status} to ${target}${wants}`)
}

function named(proxy: URL, error: Error): Error {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'ERR_PROXY_REFUSED'
  return coded(code, `the proxy ${proxy.host}: ${error.message}`, error)
}

function authorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {}
  const words = `${decoded(proxy.username)}:${decoded(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` }
}

/** As typed where it was not encoded: a `%` in a password is seldom written `%25`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
