import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nodes } from '../../bench/nodes.ts'
import { runBuilt } from '../doubles/built.ts'
import { runHelper } from '../doubles/built-helper.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { exampleKeys } from '../doubles/world.ts'

/** One way through each large part that is bundled apart, on every Node there is here. */

let home: string
let emulator: RunningEmulator

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-node-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const withKeys = () => ({ HOME: home, ...exampleKeys, AWS_ENDPOINT_URL: emulator.url })

describe.each(nodes())('Node $version', ({ path }) => {
  it('logs in with the keys of the environment', async () => {
    const run = await runBuilt({ args: ['aws', 'ecr', 'login', '--public'], env: withKeys(), with: path })
    expect(run).toEqual({
      exitCode: 0,
      signal: null,
      stdout: '',
      stderr: '✓ ECR Public login: public.ecr.aws (expires in 12h)\n',
    })
  })

  it('logs in with a profile, by way of the AWS SDK', async () => {
    mkdirSync(join(home, '.aws'))
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = exampleKeys
    writeFileSync(
      join(home, '.aws/credentials'),
      `[dev]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\n`,
    )
    const env = { HOME: home, AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: emulator.url }
    const run = await runBuilt({ args: ['aws', 'ecr', 'login', '--public'], env, with: path })
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^✓ ECR Public login.*\n$/) })
  })

  it('reads a configuration', async () => {
    const file = join(home, 'atmos.yaml')
    writeFileSync(
      file,
      'auth: { identities: { me: { kind: mock/aws, via: { provider: p } } }, providers: { p: { kind: mock } } }',
    )
    const args = ['--config', file, 'auth', 'login', 'me']
    const run = await runBuilt({ args, env: { HOME: home }, with: path })
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('mock-user') })
  })

  it('answers Docker as its credential helper, the second time from what it has', async () => {
    const env = withKeys()
    const configured = await runBuilt({ args: ['docker', 'configure', '--public'], env, with: path })
    expect(configured).toMatchObject({ exitCode: 0 })
    emulator.emulator.forgetRequests()
    const get = { verb: 'get', input: 'public.ecr.aws', env, with: path }
    const [first, second] = [await runHelper(get), await runHelper(get)]
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"Username":"AWS"') })
    expect(second).toEqual(first)
    expect(emulator.emulator.requests).toHaveLength(1)
  })
})
