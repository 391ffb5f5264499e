import { describe, expect, it } from 'vitest'
import type { HttpHandler } from '../../effects/http.ts'
import { nodeClock } from '../../effects/node/clock.ts'
import { nodeRandom } from '../../effects/node/random.ts'
import type { Context } from '../context.ts'
import type { ServeFlags } from './serve.command.ts'
import { serve } from './serve.ts'

/** Runs the command until it stops, asking what it serves while it does. */
async function run(flags: ServeFlags, visit: (handler: HttpHandler) => Promise<void> = async () => {}) {
  const seen = { data: [] as string[], notes: [] as string[], ports: [] as number[], closed: 0 }
  let handler: HttpHandler | undefined
  const server = {
    async listen(given: HttpHandler, port: number) {
      if (port === 80) throw new Error('listen EACCES: permission denied 127.0.0.1:80')
      handler = given
      seen.ports.push(port)
      const close = async () => {
        seen.closed += 1
      }
      return { url: 'http://127.0.0.1:4510', close }
    },
    untilStopped: async () => (handler === undefined ? undefined : visit(handler)),
  }
  const terminal = { data: (text: string) => void seen.data.push(text) }
  const effects = { server, terminal, clock: nodeClock(), random: nodeRandom }
  const voice = { note: (text: string) => void seen.notes.push(text) }
  await serve.call({ effects, voice } as unknown as Context, flags)
  return { ...seen, stdout: seen.data.join('') }
}

describe('atmos emulator serve', () => {
  it('prints the environment as shell lines, words for people elsewhere, and closes when stopped', async () => {
    const { stdout, notes, closed } = await run({})
    expect(stdout).toMatch(/^(unset [A-Z_ ]+\n)(export [A-Z_]+='[^']*'\n)+$/)
    expect(stdout).toContain("export AWS_ENDPOINT_URL='http://127.0.0.1:4510'\n")
    expect(stdout).toContain('export AWS_ACCESS_KEY_ID=')
    expect(notes.join('\n')).toContain('http://127.0.0.1:4510')
    expect(closed).toBe(1)
  })

  it('serves with the rates it was given, on the port it was given', async () => {
    const statuses: number[] = []
    const { ports } = await run({ port: 4510, anonymousRate: 2, signedInRate: 3 }, async handle => {
      const token = await handle({ method: 'GET', url: 'http://127.0.0.1:4510/token/', headers: {} })
      const headers = { authorization: `Bearer ${JSON.parse(token.body).token}` }
      const url = 'http://127.0.0.1:4510/v2/atmos/hello/manifests/latest'
      for (let i = 0; i < 3; i++) statuses.push((await handle({ method: 'GET', url, headers })).status)
    })
    expect(ports).toEqual([4510])
    expect(statuses).toEqual([200, 200, 429])
  })

  it('says what to do when the port cannot be had', async () => {
    await expect(run({ port: 80 })).rejects.toMatchObject({
      code: 'usage',
      what: 'Could not listen on port 80',
      why: expect.stringContaining('EACCES'),
    })
  })
})
