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

/**
 * Takes the variables of AWS out of this process, which the official SDK reads whatever it is told, and keeps it from
 * writing about the age of Node. @returns the function that puts everything back
 */
export function withoutAwsVariables(): () => void {
  const before = { ...process.env }
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  return () => {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, before)
  }
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
