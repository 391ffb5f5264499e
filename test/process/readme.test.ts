import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runBuilt } from '../doubles/built.ts'
import { type RunningEmulator, startEmulator } from '../doubles/emulator.ts'
import { exampleKeys } from '../doubles/world.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))

const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    match => match[1] ?? '',
  )

/** A command of a console block with the lines it prints there. */
const dialogues = blocks('console').flatMap(block =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map(part => {
      const [command = '', ...printed] = part.trimEnd().split('\n')
      return { command: command.replace(/\s+#.*$/, ''), printed }
    }),
)

/** The configuration that the README shows, for the dialogue that follows it. */
const configuration = blocks('yaml').find(block => block.startsWith('auth:')) ?? ''

let home: string
let emulator: RunningEmulator
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'atmos-auth-readme-'))
  writeFileSync(join(home, 'atmos.yaml'), configuration)
  emulator = await startEmulator()
})
afterAll(async () => {
  await emulator.close()
  rmSync(home, { recursive: true, force: true })
})

describe('the README', () => {
  it.each(blocks('sh').map(block => block.trim()))('names commands that exist: %s', line => {
    for (const [, script = ''] of line.matchAll(/npm (?:run )?(?!ci)([\w:]+)/g)) {
      expect(Object.keys(manifest.scripts)).toContain(script)
    }
  })

  const ours = dialogues.filter(({ command }) => command.startsWith('atmos '))

  it('shows this program at work', () => {
    expect(ours.length).toBeGreaterThan(2)
  })

  it.each(ours)('tells the truth about $command', async ({ command, printed }) => {
    const run = await runBuilt({
      args: command.split(' ').slice(1),
      env: { HOME: home, ...exampleKeys, AWS_ENDPOINT_URL: emulator.url },
      cwd: home,
    })
    expect(run.stderr.trimEnd().split('\n')).toEqual(printed)
    expect(run).toMatchObject({ exitCode: 0, stdout: '' })
  })
})
