import { once } from 'node:events'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { connectionProblem } from '../../src/clients/connection-failure.ts'
import { nodeHttp } from '../../src/effects/node/http.ts'
import { authorityPath, type Loopback, proxy, raw, secureWeb, web } from '../doubles/loopback.ts'

const open: Loopback[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()))
})

/** Keeps a server until the test is over. */
async function during<T extends Loopback>(starting: Promise<T>): Promise<T> {
  const server = await starting
  open.push(server)
  return server
}

function send(url: string, env: Record<string, string> = {}, timeoutMs = 2000) {
  const http = nodeHttp({ get: name => env[name] })
  return http.send(
    { method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: 'ask é' },
    timeoutMs,
  )
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it went well'),
    (error: unknown) => error as Error & { code: string },
  )

describe('an exchange', () => {
  it('sends the body whole and gives the answer back as text', async () => {
    const { port } = await during(
      web((request, response) => {
        let body = ''
        request.setEncoding('utf8').on('data', chunk => {
          body += chunk
        })
        request.on('end', () => {
          response.setHeader('set-cookie', ['a=1', 'b=2'])
          response.writeHead(418).end(`${request.method} ${request.headers['content-length']} ${body}`)
        })
      }),
    )
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({
      status: 418,
      headers: { 'set-cookie': 'a=1, b=2' },
      body: 'POST 6 ask é',
    })
  })

  it('does not follow redirections', async () => {
    const { port } = await during(web((_, response) => response.writeHead(302, { location: '/x' }).end()))
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({
      status: 302,
      headers: { location: '/x' },
    })
  })
})

describe('after an answer', () => {
  it('leaves a peer that would keep the connection', async () => {
    const left: Promise<unknown>[] = []
    const { port } = await during(
      raw(socket => {
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
        left.push(once(socket, 'close'))
      }),
    )
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ body: 'ok' })
    await Promise.all(left)
    expect(left).toHaveLength(1)
  })
})

describe('a broken peer', () => {
  it('that is not there', async () => {
    const error = await failure(send('http://127.0.0.1:1/'))
    expect(error.code).toBe('ECONNREFUSED')
    expect(connectionProblem(error).transient).toBe(true)
  })

  it('that never answers is left at the limit', async () => {
    const { port } = await during(web(() => {}))
    const start = Date.now()
    expect((await failure(send(`http://127.0.0.1:${port}/`, {}, 150))).code).toBe('ETIMEDOUT')
    expect(Date.now() - start).toBeLessThan(1000)
  })

  it('that takes the connection and never speaks TLS is left at the limit', async () => {
    const { port } = await during(raw(() => {}))
    expect((await failure(send(`https://127.0.0.1:${port}/`, {}, 150))).code).toBe('ETIMEDOUT')
  })

  it('that drips is left at the limit', async () => {
    let drip: NodeJS.Timeout | undefined
    const { port } = await during(
      web((_, response) => {
        drip = setInterval(() => response.write('.'), 20)
      }),
    )
    expect((await failure(send(`http://127.0.0.1:${port}/`, {}, 200))).code).toBe('ETIMEDOUT')
    clearInterval(drip)
  })

  it('that resets', async () => {
    const { port } = await during(raw(socket => socket.resetAndDestroy()))
    const error = await failure(send(`http://127.0.0.1:${port}/`))
    expect(connectionProblem(error).transient).toBe(true)
  })

  it('that stops in the middle', async () => {
    const { port } = await during(
      raw(socket => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhal'))),
    )
    const error = await failure(send(`http://127.0.0.1:${port}/`))
    expect(connectionProblem(error).transient).toBe(true)
  })

  it('that floods', async () => {
    const { port } = await during(web((_, response) => response.end('x'.repeat(6 * 1024 * 1024))))
    expect((await failure(send(`http://127.0.0.1:${port}/`))).code).toBe('ERR_BODY_TOO_LARGE')
  })

  it.each(['SSH-2.0-x\r\n', 'HTTP/9 what\r\n\r\n'])('that speaks something else: %j', async words => {
    const { port } = await during(raw(socket => socket.once('data', () => socket.end(words))))
    const told = connectionProblem(await failure(send(`http://127.0.0.1:${port}/`)))
    const parts = told.toFailure({ subject: 's', url: `http://127.0.0.1:${port}/`, tried: 't' })
    expect(parts.code).toBe('service-answer-invalid')
  })
})

describe('TLS', () => {
  const answering = () => during(secureWeb((_, response) => response.end('safe')))

  it('with an authority nobody knows is refused, with what to do', async () => {
    const { port } = await answering()
    const url = `https://127.0.0.1:${port}/`
    const told = connectionProblem(await failure(send(url)))
    expect(told.transient).toBe(false)
    expect(told.toFailure({ subject: 's', url, tried: '1 attempt' })).toMatchObject({
      code: 'service-unreachable',
      why: expect.stringContaining('the TLS certificate is not trusted'),
      next: expect.stringContaining('export AWS_CA_BUNDLE='),
    })
  })

  it('that is not spoken there is told in one line', async () => {
    const { port } = await during(web((_, response) => response.end()))
    const url = `https://127.0.0.1:${port}/`
    const told = connectionProblem(await failure(send(url))).toFailure({
      subject: 's',
      url,
      tried: '1 attempt',
    })
    expect(told.next).toContain('does not speak TLS')
    expect(told.why).toMatch(/^.*\S \(1 attempt\)$/)
  })

  it('trusts AWS_CA_BUNDLE', async () => {
    const { port } = await answering()
    expect(await send(`https://127.0.0.1:${port}/`, { AWS_CA_BUNDLE: authorityPath })).toMatchObject({
      body: 'safe',
    })
  })

  it('does not take a certificate for another name', async () => {
    const { port } = await answering()
    const error = await failure(send(`https://localhost:${port}/`, { AWS_CA_BUNDLE: authorityPath }))
    expect(error.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
  })

  it.each([
    ['/nowhere/ca.pem', 'cannot be read'],
    ['/dev/null', 'holds no PEM certificate'],
    ['/', 'cannot be read'],
  ])('says that AWS_CA_BUNDLE=%s %s', async (path, words) => {
    const error = await failure(send('https://127.0.0.1:1/', { AWS_CA_BUNDLE: path }))
    expect(error).toMatchObject({ code: 'ERR_CA_BUNDLE' })
    expect(error.message).toContain(`AWS_CA_BUNDLE names ${path}, which ${words}`)
  })

  it('does not ask for the bundle without TLS', async () => {
    const { port } = await during(web((_, response) => response.end('plain')))
    const env = { AWS_CA_BUNDLE: '/nowhere' }
    expect(await send(`http://127.0.0.1:${port}/`, env)).toMatchObject({ body: 'plain' })
  })

  it('goes through a tunnel to the name, and trusts the same authorities there', async () => {
    const { port } = await answering()
    const between = await during(proxy({ names: { 'aws.test': port } }))
    const env = { HTTPS_PROXY: `http://127.0.0.1:${between.port}`, AWS_CA_BUNDLE: authorityPath }
    expect(await send('https://aws.test/', env)).toMatchObject({ body: 'safe' })
    expect(between.asked).toEqual(['CONNECT aws.test:443'])
    const { AWS_CA_BUNDLE: _, ...untrusting } = env
    const told = connectionProblem(await failure(send('https://aws.test/', untrusting)))
    expect(told.toFailure({ subject: 's', url: 'https://aws.test/', tried: 't' }).why).toContain(
      'not trusted',
    )
  })

  it('goes through a proxy that speaks TLS itself', async () => {
    const { port } = await answering()
    const between = await during(proxy({ names: { 'aws.test': port }, secure: true }))
    const env = { HTTPS_PROXY: `https://127.0.0.1:${between.port}`, AWS_CA_BUNDLE: authorityPath }
    expect(await send('https://aws.test/', env)).toMatchObject({ body: 'safe' })
    expect(between.asked).toEqual(['CONNECT aws.test:443'])
  })
})

describe('a proxy', () => {
  const secret = 'hush%2Fhush'

  it('for plain addresses gets the whole address', async () => {
    const between = await during(proxy())
    const env = { HTTP_PROXY: `http://127.0.0.1:${between.port}` }
    expect(await send('http://aws.test/path?q=1', env)).toMatchObject({ body: 'for aws.test' })
    expect(between.asked).toEqual(['POST http://aws.test/path?q=1'])
  })

  it('is told user name and password, decoded', async () => {
    const between = await during(proxy({ login: 'me:hush/hush' }))
    const env = { HTTP_PROXY: `http://me:${secret}@127.0.0.1:${between.port}` }
    expect(await send('http://aws.test/', env)).toMatchObject({ status: 200 })
  })

  it.each(['http', 'https'])('that refuses an %s address is named, without its password', async scheme => {
    const between = await during(proxy({ login: 'someone:else' }))
    const address = `http://me:${secret}@127.0.0.1:${between.port}`
    const error = await failure(send(`${scheme}://aws.test/`, { HTTP_PROXY: address, HTTPS_PROXY: address }))
    expect(error.code).toBe('ERR_PROXY_REFUSED')
    expect(error.message).toContain(`the proxy 127.0.0.1:${between.port} answered 407`)
    expect(error.message).not.toMatch(/hush/)
  })

  it.each(['http', 'https'])('that is not there is named for an %s address', async scheme => {
    const address = `http://me:${secret}@127.0.0.1:1`
    const error = await failure(send(`${scheme}://aws.test/`, { HTTP_PROXY: address, HTTPS_PROXY: address }))
    expect(error.code).toBe('ECONNREFUSED')
    expect(error.message).toMatch(/^the proxy 127\.0\.0\.1:1: connect ECONNREFUSED/)
  })

  it('that hangs is left at the limit', async () => {
    const silent = await during(raw(() => {}))
    const env = { HTTPS_PROXY: `http://127.0.0.1:${silent.port}` }
    expect((await failure(send('https://aws.test/', env, 150))).code).toBe('ETIMEDOUT')
  })

  it('is passed by for what NO_PROXY names', async () => {
    const between = await during(proxy())
    const { port } = await during(web((_, response) => response.end('straight')))
    const env = { HTTP_PROXY: `http://127.0.0.1:${between.port}`, NO_PROXY: `127.0.0.1:${port}` }
    expect(await send(`http://127.0.0.1:${port}/`, env)).toMatchObject({ body: 'straight' })
    expect(between.asked).toEqual([])
  })
})

afterAll(() => {
  expect(open).toEqual([])
})
