import type { ClientRequest, IncomingMessage } from 'node:http'
import type { RequestOptions } from 'node:https'
import type { Environment } from '../environment.ts'
import type { Http, HttpRequest, HttpResponse } from '../http.ts'
import { Timer } from './http-timer.ts'
import { coded } from './system-code.ts'

/** Bytes of an answer; the longest we ever want (a SAML page, a list of accounts) is far below. */
const bodyLimit = 5 * 1024 * 1024

type Get = Environment['get']

/** A request on its way, before its body is sent. */
export interface Opened {
  readonly outgoing: ClientRequest
  /** What a proxy has to say about the outcome. */
  readonly judge?: (work: Promise<HttpResponse>) => Promise<HttpResponse>
}

/** Real exchanges over `node:http` and `node:https`, each loaded when first needed; never `fetch`. */
export function nodeHttp(env: Pick<Environment, 'get'>): Http {
  const get: Get = name => env.get(name)
  return { send: (request, timeoutMs) => send(request, timeoutMs, get) }
}

async function send(request: HttpRequest, timeoutMs: number, get: Get): Promise<HttpResponse> {
  const timer = new Timer(timeoutMs)
  try {
    const { outgoing, judge } = await open(request, get, timer)
    const work = finish(outgoing, request.body)
    const response = await timer.watch(outgoing, judge === undefined ? work : judge(work))
    // At once, so that a server which keeps its end open cannot keep the process alive.
    outgoing.destroy()
    return response
  } finally {
    timer.stop()
  }
}

/** Starts the request on the route that the environment asks for: straight, or through a proxy. */
async function open(request: HttpRequest, get: Get, timer: Timer): Promise<Opened> {
  const url = new URL(request.url)
  const options: RequestOptions = { method: request.method, headers: request.headers, agent: false }
  if (url.protocol === 'https:' && get('AWS_CA_BUNDLE')) {
    const { trustedRoots } = await import('./http-trust.ts')
    options.ca = trustedRoots(get)
  }
  if (mayHaveProxy(url, get)) {
    const { openThroughProxy } = await import('./http-proxy.ts')
    const opened = await openThroughProxy({ url, options, get }, timer)
    if (opened !== undefined) return opened
  }
  return { outgoing: openStraight(url, options) }
}

function mayHaveProxy(url: URL, get: Get): boolean {
  const names = url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  return [...names, 'all_proxy', 'ALL_PROXY'].some(name => get(name))
}

/**
 * `getBuiltinModule` and not `import()`: the bundle would keep the latter as a real import, which reads every
 * export of `node:http` and by that loads all of undici, more than a whole start of Node.
 */
function openStraight(url: URL, options: RequestOptions): ClientRequest {
  if (url.protocol === 'https:') return process.getBuiltinModule('node:https').request(url, options)
  return process.getBuiltinModule('node:http').request(url, options)
}

function finish(outgoing: ClientRequest, body: string | undefined): Promise<HttpResponse> {
  const work = new Promise<HttpResponse>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('response', response => collect(response).then(resolve, reject))
    outgoing.end(body)
  })
  // The timer may have won the race already; the loser's error is nobody's.
  work.catch(() => {})
  return work
}

function collect(response: IncomingMessage): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > bodyLimit)
        reject(coded('ERR_BODY_TOO_LARGE', `the answer is longer than ${bodyLimit} bytes`))
    })
    response.on('error', reject)
    response.on('close', () => {
      if (!response.complete) reject(coded('ECONNRESET', 'the connection ended in the middle of the answer'))
    })
    response.on('end', () => {
      resolve({
        status: response.statusCode ?? 0,
        headers: flatten(response.headers),
        body: Buffer.concat(chunks).toString('utf8'),
      })
    })
  })
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}
