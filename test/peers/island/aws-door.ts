import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { HttpHandler, HttpRequest } from '../../../src/effects/http.ts'
import type { Certificates } from './certificates.ts'
import { awsAddress } from './network.ts'

/** Listens, with TLS, under the production names of the AWS services. */
export async function openAwsDoor(certificates: Certificates, service: HttpHandler): Promise<void> {
  const { certificate: cert, key } = certificates
  const server = createServer({ cert, key }, async (asked, answer) => {
    try {
      const { status, headers, body } = await service(await requestOf(asked))
      answer.writeHead(status, { ...headers }).end(body)
    } catch (error) {
      answer.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>(resolve => server.listen(443, awsAddress, resolve))
}

async function requestOf(asked: IncomingMessage): Promise<HttpRequest> {
  const headers = Object.entries(asked.headers).map(([name, value]) => [name, String(value)])
  return {
    method: asked.method as HttpRequest['method'],
    url: `https://${asked.headers.host}${asked.url}`,
    headers: Object.fromEntries(headers),
    body: await text(asked),
  }
}
