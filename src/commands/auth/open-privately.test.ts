import { describe, expect, it } from 'vitest'
import { Secret } from '../../auth/secret.ts'
import type { HttpResponse } from '../../effects/http.ts'
import { nodeClock } from '../../effects/node/clock.ts'
import { nodeHttp } from '../../effects/node/http.ts'
import { nodeRandom } from '../../effects/node/random.ts'
import { nodeServer } from '../../effects/node/server.ts'
import { openPrivately } from './open-privately.ts'

const address = new Secret('https://signin.aws.amazon.com/federation?SigninToken=canary')
const http = nodeHttp({ get: () => undefined } as never)
const effects = { server: nodeServer, random: nodeRandom, clock: nodeClock() }

const get = (url: string, method: 'GET' | 'HEAD' = 'GET'): Promise<HttpResponse> =>
  http.send({ method, url, headers: {} }, 5000)

describe('an address that must not be seen', () => {
  it('reaches the browser through a page that is good once', async () => {
    const answers: HttpResponse[] = []
    let given = ''
    const open = async (url: string) => {
      given = url
      const { origin } = new URL(url)
      answers.push(await get(`${origin}/`), await get(`${origin}/guess`), await get(url, 'HEAD'))
      answers.push(await get(url), await get(url))
      return true
    }
    expect(await openPrivately({ address, open }, effects)).toBe(true)
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 302, 404])
    expect(answers[3]?.headers).toMatchObject({
      location: address.expose(),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    expect(given).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/)
    await expect(get(given)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('is given back when no browser could be started, at once', async () => {
    const clock = { ...effects.clock, sleep: () => Promise.reject(new Error('nothing to wait for')) }
    expect(await openPrivately({ address, open: async () => false }, { ...effects, clock })).toBe(false)
  })

  it('is given back when the browser does not come', async () => {
    let waited = 0
    const clock = {
      ...effects.clock,
      sleep: async (ms: number) => {
        waited += ms
      },
    }
    expect(await openPrivately({ address, open: async () => true }, { ...effects, clock })).toBe(false)
    expect(waited).toBeGreaterThanOrEqual(20_000)
  })
})
