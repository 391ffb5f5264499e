import { afterEach, describe, expect, it } from 'vitest'
import type { HttpHandler, HttpRequest } from '../http.ts'
import type { Listening } from '../server.ts'
import { nodeHttp } from './http.ts'
import { nodeServer } from './server.ts'

let listening: Listening | undefined
afterEach(async () => {
  await listening?.close()
  listening = undefined
})

const serve = async (handler: HttpHandler): Promise<Listening> => {
  listening = await nodeServer.listen(handler, 0)
  return listening
}
const http = nodeHttp({ get: () => undefined })

describe('a server', () => {
  it('hands requests on as they came, and answers back', async () => {
    const seen: HttpRequest[] = []
    const { url } = await serve(async request => {
      seen.push(request)
      return { status: 201, headers: { 'x-answer': 'yes' }, body: 'é' }
    })
    const request = { method: 'PUT', url: `${url}/a%2Fb?c=d`, headers: { 'x-ask': 'me' }, body: 'ü' } as const
    expect(await http.send(request, 2000)).toMatchObject({
      status: 201,
      headers: { 'x-answer': 'yes', 'content-length': '2' },
      body: 'é',
    })
    expect(seen[0]).toMatchObject({ ...request, headers: { 'x-ask': 'me', 'content-length': '2' } })
  })

  it('listens on the loopback interface only', async () => {
    expect((await serve(async () => ({ status: 200, headers: {}, body: '' }))).url).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+$/,
    )
  })

  it('answers 500 for a handler that fails, and says nothing about it', async () => {
    const { url } = await serve(async () => {
      throw new Error('hush')
    })
    expect(await http.send({ method: 'GET', url, headers: {} }, 2000)).toMatchObject({
      status: 500,
      body: '',
    })
  })

  it('says when its port is taken', async () => {
    const { url } = await serve(async () => ({ status: 200, headers: {}, body: '' }))
    const again = nodeServer.listen(
      async () => ({ status: 200, headers: {}, body: '' }),
      Number(new URL(url).port),
    )
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('closes with requests still open', async () => {
    const { url, close } = await serve(() => new Promise(() => {}))
    const waiting = http.send({ method: 'GET', url, headers: {} }, 2000).catch((error: unknown) => error)
    await new Promise(resolve => setTimeout(resolve, 50))
    await close()
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' })
  })
})
