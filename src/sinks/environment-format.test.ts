import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { fakeHome } from '../../test/doubles/home.ts'
import type { Variables } from './environment.ts'
import { type EnvironmentFormat, formatEnvironment } from './environment-format.ts'

const folder = mkdtempSync(join(tmpdir(), 'environment-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const shadow = { AWS_ACCESS_KEY_ID: 'AKIASHADOW' }

function format(variables: Partial<Variables>, kind: EnvironmentFormat, env = {}) {
  return formatEnvironment(
    { variables: { set: {}, unset: [], ...variables }, format: kind },
    fakeHome({ env }),
  )
}

describe('formats', () => {
  const variables = { set: { B: "it's", A: 'plain' }, unset: ['AWS_ACCESS_KEY_ID', 'AWS_ROLE_ARN'] }

  it.each<[EnvironmentFormat, string]>([
    ['bash', "unset AWS_ACCESS_KEY_ID AWS_ROLE_ARN\nexport A=plain\nexport B='it'\\''s'\n"],
    ['dotenv', 'A=plain\nB="it\'s"\n'],
    ['env', "A=plain\nB=it's\n"],
    ['json', '{\n  "A": "plain",\n  "B": "it\'s"\n}\n'],
    ['github', "A=plain\nB=it's\n"],
    ['fish', "set -eg AWS_ACCESS_KEY_ID\nset -eg AWS_ROLE_ARN\nset -gx A 'plain'\nset -gx B 'it\\'s'\n"],
    [
      'powershell',
      "Remove-Item -ErrorAction SilentlyContinue -Path Env:AWS_ACCESS_KEY_ID,Env:AWS_ROLE_ARN\n$Env:A = 'plain'\n$Env:B = 'it''s'\n",
    ],
  ])('%s', (kind, text) => {
    expect(format(variables, kind).text).toBe(text)
  })

  it.each(['=ls', 'a:=ls', '~', '*', 'two words', '#', '!1', '$A', '{a,b}'])(
    'a value that means something to some shell is quoted: %s',
    value => {
      expect(format({ set: { A: value } }, 'bash').text).toBe(`export A='${value}'\n`)
    },
  )

  it.each<[EnvironmentFormat, boolean]>([
    ['bash', false],
    ['fish', false],
    ['powershell', false],
    ['dotenv', true],
    ['env', true],
    ['json', true],
    ['github', true],
  ])('%s tells of a variable that shadows and cannot be unset: %s', (kind, tells) => {
    const { notes } = format(variables, kind, shadow)
    expect(notes).toEqual(tells ? [expect.stringContaining('AWS_ACCESS_KEY_ID is set here')] : [])
    expect(format(variables, kind).notes).toEqual([])
    expect(notes.join()).not.toContain('AKIASHADOW')
  })

  it.each<[EnvironmentFormat, Record<string, string>, boolean]>([
    ['bash', { 'not-a-name': 'x' }, false],
    ['bash', { A: 'nul\0' }, false],
    ['fish', { 'a b': 'x' }, false],
    ['powershell', { 'a}b': 'x' }, false],
    ['env', { A: 'two\nlines' }, false],
    ['env', { 'not-a-name': 'x' }, true],
    ['github', { 'a<<b': 'x' }, false],
    ['github', { A: 'two\nlines' }, true],
    ['json', { 'a b': 'two\nlines' }, true],
  ])('%s can write %j: %s', (kind, set, can) => {
    const { text, notes } = format({ set }, kind)
    expect(notes).toHaveLength(can ? 0 : 1)
    expect(text === '').toBe(!can)
  })

  it('github puts lines between borders that no value can know', () => {
    const forged = 'one\nATMOS_EOF\nAWS_PROFILE=forged'
    const effects = fakeHome()
    const variables = { set: { A: forged, B: forged }, unset: [] }
    const { text } = formatEnvironment({ variables, format: 'github' }, effects)
    const borders = [...text.matchAll(/^\w+<<(\S+)$/gm)].map(([, border]) => border)
    expect(new Set(borders).size).toBe(2)
    for (const border of borders) expect(text.split(`\n${border}\n`)).toHaveLength(2)
    expect(readByRunner(text)).toEqual(variables.set)
  })
})

/** The runner's own rules (actions/runner, FileCommandManager): name=value, or name<<border … border. */
function readByRunner(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  const lines = text.split('\n')
  while (lines.length > 1) {
    const line = lines.shift() ?? ''
    const equals = line.indexOf('=')
    const here = line.indexOf('<<')
    if (equals >= 0 && (here < 0 || equals < here)) {
      found[line.slice(0, equals)] = line.slice(equals + 1)
      continue
    }
    const end = lines.indexOf(line.slice(here + 2))
    found[line.slice(0, here)] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n')
  }
  return found
}

const nasty = fc.constantFrom(
  "'",
  '"',
  '\\',
  '$(id)',
  '`id`',
  '$HOME',
  '!',
  '\n',
  '\r',
  '\t',
  ' ',
  '#',
  '=',
  '%',
  '~',
  '&',
  ';',
  '‘',
  '’',
  'ä',
  '😀',
  '-n',
  '*',
  '{a,b}',
  '\\n',
  '\x1b',
)
const value = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 8 })
  .map(parts => parts.join(''))
  .filter(text => Buffer.from(text).toString() === text && !text.includes('\0'))
const values = fc.dictionary(fc.stringMatching(/^V[A-Z0-9_]{1,6}$/), value, {
  minKeys: 20,
  maxKeys: 40,
  noNullPrototype: true,
})

/** Starting a shell costs more than reading forty values. */
const fewButFull = { numRuns: 6 }

/** Prints chosen variables and whether the shadow is gone, from inside a shell that read our text. */
const report =
  'process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([n]) => n[0] === "V" || n === "AWS_ACCESS_KEY_ID"))))'

interface Shell {
  readonly format: EnvironmentFormat
  readonly file: string
  /** Reads the file, then runs the command line in `$REPORT`'s place. */
  readonly args: (file: string, script: string) => readonly string[]
}

const posix = (file: string, script: string): readonly string[] => [
  '-c',
  `. ${file} && exec ${process.execPath} ${script}`,
]
const shells: Readonly<Record<string, Shell>> = {
  bash: { format: 'bash', file: 'a.sh', args: posix },
  dash: { format: 'bash', file: 'a.sh', args: posix },
  zsh: { format: 'bash', file: 'a.sh', args: posix },
  fish: { format: 'fish', file: 'a.fish', args: posix },
  pwsh: {
    format: 'powershell',
    file: 'a.ps1',
    args: (file, script) => ['-NoProfile', '-Command', `. ${file}; & ${process.execPath} ${script}`],
  },
}
const present = Object.keys(shells).filter(name => spawnSync(name, ['-c', 'exit']).error === undefined)
for (const name of Object.keys(shells)) if (!present.includes(name)) console.log(`skipped: no ${name} here`)

describe.each(present)('%s', name => {
  const shell = shells[name] as Shell
  const script = join(folder, 'report.cjs')
  writeFileSync(script, report)

  it('understands every value, and the shadow is gone', () => {
    const file = join(folder, shell.file)
    fc.assert(
      fc.property(values, set => {
        const { text, notes } = format({ set, unset: Object.keys(shadow) }, shell.format)
        expect(notes).toEqual([])
        writeFileSync(file, text)
        const env = { PATH: process.env.PATH ?? '', HOME: folder, LC_ALL: 'C.UTF-8', ...shadow }
        const out = execFileSync(name, shell.args(file, script), { env, encoding: 'utf8' })
        expect(JSON.parse(out)).toEqual(set)
      }),
      fewButFull,
    )
  }, 60_000)
})

describe('dotenv', () => {
  it.skipIf(!present.includes('dash'))(
    'is understood by a shell that exports what it reads',
    () => {
      const file = join(folder, '.env')
      const script = join(folder, 'report.cjs')
      writeFileSync(script, report)
      fc.assert(
        fc.property(values, set => {
          writeFileSync(file, format({ set }, 'dotenv').text)
          const args = ['-c', `set -a; . ${file}; exec ${process.execPath} ${script}`]
          const env = { HOME: folder, LC_ALL: 'C.UTF-8' }
          expect(JSON.parse(execFileSync('dash', args, { env, encoding: 'utf8' }))).toEqual(set)
        }),
        fewButFull,
      )
    },
    60_000,
  )

  it("is understood by Node's parser, but for values with both kinds of marks", () => {
    fc.assert(
      fc.property(values, set => {
        fc.pre(Object.values(set).every(text => !text.includes("'") && !text.includes('\r')))
        expect({ ...parseEnv(format({ set }, 'dotenv').text) }).toEqual(set)
      }),
    )
  })
})

describe('github', () => {
  it('is understood by the rules of the runner', () => {
    fc.assert(
      fc.property(values, set => {
        expect(readByRunner(format({ set }, 'github').text)).toEqual(set)
      }),
    )
  })
})
