import type { Needs } from '../../effects/effects.ts'
import type { HttpRequest } from '../../effects/http.ts'
import { attemptLimitMs } from '../exchange.ts'

/** The request of the AWS SDK, as far as a transport needs it. */
interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface SdkResponse {
  readonly response: {
    readonly statusCode: number
    readonly headers: Record<string, string>
    readonly body: Uint8Array
  }
}

/** What the SDK calls a request handler. */
export interface SdkTransport {
  handle(request: SdkRequest): Promise<SdkResponse>
  /** The connection that broke last, as `Http.send` threw it: the SDK wraps it beyond recognition. */
  readonly lastBreak: () => { readonly error: unknown; readonly url: string } | undefined
}

/** Lets the AWS SDK speak through our own HTTP effect, so that proxy, certificates and deadline hold for it too. */
export function sdkTransport({ http, clock }: Needs<'http' | 'clock'>): SdkTransport {
  let broken: { error: unknown; url: string } | undefined
  return {
    lastBreak: () => broken,
    async handle(request) {
      const outgoing = translate(request)
      try {
        const { status, headers, body } = await http.send(
          outgoing,
          Math.min(attemptLimitMs, clock.deadline - clock.now()),
        )
        broken = undefined
        return { response: { statusCode: status, headers: { ...headers }, body: Buffer.from(body, 'utf8') } }
      } catch (error) {
        broken = { error, url: outgoing.url }
        throw error
      }
    },
  }
}

function translate(request: SdkRequest): HttpRequest {
  const { method, protocol, hostname, port, path, body } = request
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value
  const text = textOf(body)
  return {
    method: method as HttpRequest['method'],
    url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${queryOf(request)}`,
    headers,
    ...(text === undefined ? {} : { body: text }),
  }
}

function textOf(body: unknown): string | undefined {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : undefined
}

function queryOf({ query }: SdkRequest): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value]
      .flat()
      .map(one => `${encodeURIComponent(name)}${one === null ? '' : `=${encodeURIComponent(`${one}`)}`}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
