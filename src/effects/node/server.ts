import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpHandler, HttpRequest, HttpResponse } from '../http.ts'
import type { Listening, Server } from '../server.ts'

/** Bytes of a request; a longer one is cut off with 413. */
const bodyLimit = 64 * 1024 * 1024

/** Listens on 127.0.0.1, whoever asks. */
export const nodeServer: Server = {
  async listen(handler: HttpHandler, port: number): Promise<Listening> {
    const { createServer } = process.getBuiltinModule('node:http')
    const server = createServer((incoming, outgoing) => {
      answer(handler, incoming).then(
        response => write(outgoing, response),
        thrown => {
          if (thrown?.code === 'ECONNRESET') outgoing.destroy()
          else write(outgoing, { status: 500, headers: {}, body: '' })
        },
      )
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    const address = server.address()
    const actual = typeof address === 'object' && address !== null ? address.port : port
    return {
      url: `http://127.0.0.1:${actual}`,
      close: () =>
        new Promise(resolve => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    }
  },
  untilStopped: () =>
    new Promise(resolve => {
      const stop = () => {
        process.off('SIGINT', stop)
        process.off('SIGTERM', stop)
        resolve()
      }
      process.on('SIGINT', stop)
      process.on('SIGTERM', stop)
    }),
}

async function answer(handler: HttpHandler, incoming: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    chunks.push(chunk)
    size += chunk.length
    if (size > bodyLimit) return { status: 413, headers: { connection: 'close' }, body: '' }
  }
  const host = incoming.headers.host ?? '127.0.0.1'
  const url = new URL(incoming.url ?? '/', `http://${host}`)
  return handler({
    method: (incoming.method ?? 'GET') as HttpRequest['method'],
    url: url.href,
    headers: headersOf(incoming),
    ...(size === 0 ? {} : { body: Buffer.concat(chunks).toString('utf8') }),
  })
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (values !== undefined) headers[name] = values.join(', ')
  }
  return headers
}

function write(outgoing: ServerResponse, response: HttpResponse): void {
  const length = Buffer.byteLength(response.body)
  outgoing.writeHead(response.status, { 'content-length': length, ...response.headers })
  outgoing.end(response.body)
}
