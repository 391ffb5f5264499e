import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program, runBuilt } from '../doubles/built.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { exampleKeys } from '../doubles/world.ts'

const dist = join(program, '..')
const built = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.cjs'))
let home: string
let emulator: RunningEmulator

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-start-'))
  emulator = await startEmulator()
})
afterAll(async () => {
  await emulator.close()
  rmSync(home, { recursive: true, force: true })
})

/** Built-in and bundled modules that a run has loaded by its end. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
  const spy = join(home, 'spy.cjs')
  writeFileSync(
    spy,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(home, 'loaded.json'))},
      JSON.stringify([...process.moduleLoadList, ...Object.keys(require.cache)])))`,
  )
  const env = { HOME: home, ...exampleKeys, AWS_ENDPOINT_URL: emulator.url }
  const run = await runBuilt({ args, env, node: ['--require', spy] })
  expect(run).toMatchObject({ exitCode: 0 })
  return JSON.parse(readFileSync(join(home, 'loaded.json'), 'utf8')) as string[]
}

describe('a login with environment keys', () => {
  it('loads neither undici, nor the AWS SDK, nor a YAML parser, nor a terminal', async () => {
    const loaded = await loadedBy(['aws', 'ecr', 'login', '--public'])
    const heavy = loaded.filter(name => /undici|sdk-chain|load-config|prompts|NativeModule tty$/.test(name))
    expect(heavy).toEqual([])
    expect(loaded.some(name => name.endsWith('NativeModule http'))).toBe(true)
  })

  it('loads nothing for flags that were not given', async () => {
    const loaded = await loadedBy(['aws', 'ecr', 'login', '--public'])
    const rare = loaded.filter(name =>
      /(containers|auth-file|stdout|kubernetes|if-needed|find-login|take-back|watch|oci-registry)/.test(
        name.slice(name.lastIndexOf('/')),
      ),
    )
    expect(rare).toEqual([])
  })

  it('loads built-ins without a real import, which would read every export of them', async () => {
    const loaded = await loadedBy(['aws', 'ecr', 'login', '--public'])
    const files = loaded.filter(name => name.startsWith(dist))
    const importing = files.filter(name => /\bimport\(["'`]node:/.test(readFileSync(name, 'utf8')))
    expect(files.length).toBeGreaterThan(1)
    expect(importing).toEqual([])
  })
})

describe('--version', () => {
  it('loads no network, no crypto and no command', async () => {
    const loaded = await loadedBy(['--version'])
    expect(
      loaded.filter(name => /NativeModule (net|http|crypto|child_process)$|chunks\/login/.test(name)),
    ).toEqual([])
  })
})

describe('the built files', () => {
  it('are CommonJS', () => {
    const texts = built.map(name => ({ name, text: readFileSync(join(dist, name), 'utf8') }))
    expect(texts.filter(({ text }) => /^import\s/m.test(text)).map(({ name }) => name)).toEqual([])
  })

  it('keep the door small', () => {
    expect(statSync(program).size).toBeLessThan(80_000)
  })

  it('hold nothing of this machine', () => {
    for (const name of built)
      expect(readFileSync(join(dist, name), 'utf8').includes(join(dist, '..')), name).toBe(false)
  })
})
