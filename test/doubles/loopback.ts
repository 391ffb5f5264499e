import { readFileSync } from 'node:fs'
import { createServer as createWebServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Socket, type Server as TcpServer } from 'node:net'
import { join } from 'node:path'

/** A server on a free loopback port that can be taken away with all its connections. */
export interface Loopback {
  readonly port: number
  close(): Promise<void>
}

async function start(server: TcpServer): Promise<Loopback> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

const tls = (name: string) => join(import.meta.dirname, 'tls', name)

/** Path of the authority behind `secureWeb`, which nobody trusts of their own accord. */
export const authorityPath = tls('authority.pem')

const certificate = () => ({ key: readFileSync(tls('server.key')), cert: readFileSync(tls('server.pem')) })

export const web = (answer: RequestListener): Promise<Loopback> => start(createWebServer(answer))

/** TLS for `127.0.0.1` and `aws.test`. */
export const secureWeb = (answer: RequestListener): Promise<Loopback> =>
  start(createSecureServer(certificate(), answer))

export const raw = (answer: (socket: Socket) => void): Promise<Loopback> => start(createServer(answer))

export interface ProxyOptions {
  /** `user:password` it insists on. */
  readonly login?: string
  /** Loopback ports behind names that exist only for this proxy. */
  readonly names?: Readonly<Record<string, number>>
  /** Whether TLS is spoken to the proxy itself. */
  readonly secure?: boolean
}

/** A proxy for tunnels and for plain addresses. `asked` is what it was asked for, in order. */
export async function proxy(options: ProxyOptions = {}): Promise<Loopback & { readonly asked: string[] }> {
  const asked: string[] = []
  const expected = `Basic ${Buffer.from(options.login ?? '').toString('base64')}`
  const isWelcome = (header: string | undefined) => options.login === undefined || header === expected
  const server: Server = options.secure ? createSecureServer(certificate()) : createWebServer()
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (isWelcome(request.headers['proxy-authorization'])) response.end(`for ${request.headers.host}`)
    else response.writeHead(407).end()
  })
  server.on('connect', (request, client) => {
    asked.push(`CONNECT ${request.url}`)
    if (!isWelcome(request.headers['proxy-authorization'])) {
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    }
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const target = connect(options.names?.[host] ?? Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(target).pipe(client)
    })
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  return { ...(await start(server)), asked }
}
