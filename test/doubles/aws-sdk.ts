import { Readable } from 'node:stream'
import type { HttpHandler, HttpRequest } from '../../src/effects/http.ts'

interface SdkRequest {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Hands the official SDK's requests to a handler under the real host names, without a network. */
export function sdkTransport(handle: HttpHandler) {
  return {
    async handle(request: SdkRequest) {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      )
      const port = request.port === undefined ? '' : `:${request.port}`
      const answer = await handle({
        method: request.method as HttpRequest['method'],
        url: `${request.protocol}//${request.hostname}${port}${request.path}${queryOf(request)}`,
        headers,
        ...(request.body === undefined ? {} : { body: textOf(request.body) }),
      })
      return {
        response: {
          statusCode: answer.status,
          headers: answer.headers,
          body: Readable.from([Buffer.from(answer.body)]),
        },
      }
    },
  }
}

const textOf = (body: string | Uint8Array) =>
  typeof body === 'string' ? body : new TextDecoder().decode(body)

function queryOf({ query = {} }: SdkRequest): string {
  const pairs = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return pairs.size === 0 ? '' : `?${pairs}`
}
