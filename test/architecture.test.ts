import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = join(import.meta.dirname, '../src')

/** Who may import whom: the rooms of the design, as data. `*` opens every door. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  effects: [],
  errors: [],
  aws: [],
  auth: ['effects', 'errors'],
  docker: ['errors', 'aws'],
  config: ['auth', 'effects', 'errors'],
  clients: ['auth', 'aws', 'effects', 'errors'],
  kinds: ['auth', 'aws', 'clients', 'docker', 'effects', 'errors'],
  stores: ['auth', 'effects', 'errors'],
  sinks: ['auth', 'docker', 'effects', 'errors'],
  cli: ['effects', 'errors'],
  commands: ['auth', 'aws', 'cli', 'config', 'docker', 'effects', 'emulator', 'errors', 'sinks', 'stores'],
  emulator: ['effects', 'errors'],
  bin: ['*'],
}

/** Built-ins that only compute, so that any room may use them. */
const pureBuiltins = new Set(['node:crypto', 'node:path', 'node:util', 'node:buffer'])

/** Names for things without a clear job. */
const emptyWords = /(^|\/)(manager|helpers?|utils?|base|common|misc|shared|service)(\.ts|\/)/

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .sort()

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(source, file), 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(match => match[1] ?? '')
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? ''
}

describe('the rooms of the house', () => {
  it.each(files.filter(file => !file.endsWith('.test.ts')))('%s imports only what its room may', file => {
    const room = roomOf(file)
    const allowed = rooms[room]
    expect(allowed, `src/${room} is not a room of the design`).toBeDefined()
    if (allowed === undefined || allowed.includes('*')) return
    const isReal = file.startsWith('effects/node/')
    for (const target of importsOf(file)) {
      if (target.startsWith('node:')) {
        if (!isReal && !pureBuiltins.has(target)) expect.fail(`${file} touches the outside through ${target}`)
        continue
      }
      if (!target.startsWith('.')) continue
      const path = relative(source, join(source, dirname(file), target))
      if (path === '../package.json') continue
      if (path.startsWith('effects/node/') && !isReal) expect.fail(`${file} assembles ${path}; only bin may`)
      const other = roomOf(path)
      if (other !== room && !allowed.includes(other)) expect.fail(`${file} imports ${path}`)
    }
  })

  it.each(files)('%s is named after what it does', file => {
    expect(file).not.toMatch(emptyWords)
    expect(file).not.toMatch(/(^|\/)index\.ts$/)
  })

  it('reads the process only at the doors and in the real effects', () => {
    const readers = files.filter(
      file =>
        !(file.startsWith('bin/') || file.startsWith('effects/node/') || file.endsWith('.test.ts')) &&
        /\bprocess\.(env|cwd|exit|argv|stdin|stdout|stderr|kill)\b|\bDate\.now\(|\bnew Date\(\)/.test(
          readFileSync(join(source, file), 'utf8'),
        ),
    )
    expect(readers).toEqual([])
  })
})
