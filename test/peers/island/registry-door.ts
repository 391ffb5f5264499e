import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Certificates } from './certificates.ts'
import type { Ledger } from './ledger.ts'
import { registryAddress } from './network.ts'
import { guardedPort, plainPort } from './registries.ts'
import { signToken } from './token.ts'

/**
 * Listens under the registries' production names. ECR Public: a token service under `/token/`, and behind it
 * a registry that checks the tokens. Private ECR: Basic authentication, as ECR has it.
 */
export async function openRegistryDoor(certificates: Certificates, ledger: Ledger): Promise<void> {
  const server = createServer({ cert: certificates.certificate, key: certificates.key }, (asked, answer) => {
    const host = (asked.headers.host ?? '').replace(/:443$/, '')
    const user = basicOf(asked)
    if (host === 'public.ecr.aws') {
      if (!asked.url?.startsWith('/token/')) return pass(asked, answer, guardedPort)
      if (user === undefined) return refuse(answer, 401, 'UNAUTHORIZED', 'authentication required')
      if (!ledger.admits(host, user)) {
        return refuse(answer, 403, 'DENIED', 'Your authorization token is invalid or has expired.')
      }
      return giveToken(asked, answer, certificates)
    }
    if (user !== undefined && ledger.admits(host, user)) return pass(asked, answer, plainPort)
    answer.setHeader('www-authenticate', `Basic realm="https://${host}/",service="ecr.amazonaws.com"`)
    return refuse(answer, 401, 'UNAUTHORIZED', 'Not Authorized')
  })
  await new Promise<void>(resolve => server.listen(443, registryAddress, resolve))
}

function giveToken(asked: IncomingMessage, answer: ServerResponse, certificates: Certificates): void {
  const query = new URL(asked.url ?? '', 'https://public.ecr.aws').searchParams
  const order = { account: query.get('account') ?? 'AWS', service: query.get('service') ?? '' }
  const token = signToken({ ...order, scopes: query.getAll('scope') }, certificates)
  answer.setHeader('content-type', 'application/json')
  answer.end(JSON.stringify({ token, expires_in: 300 }))
}

function refuse(answer: ServerResponse, status: number, code: string, message: string): void {
  answer.writeHead(status, { 'content-type': 'application/json' })
  answer.end(JSON.stringify({ errors: [{ code, message }] }))
}

/** `user:password` of a Basic header. */
function basicOf(asked: IncomingMessage): string | undefined {
  const [, value] = /^Basic (.+)$/.exec(asked.headers.authorization ?? '') ?? []
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8')
}

/** Hands the exchange on to a registry, which builds its own addresses from the name and scheme asked for. */
function pass(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const headers = { ...asked.headers, 'x-forwarded-proto': 'https' }
  const inner = request(
    { host: '127.0.0.1', port, method: asked.method, path: asked.url, headers },
    response => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    },
  )
  inner.on('error', error => answer.writeHead(502).end(error.message))
  asked.pipe(inner)
}
