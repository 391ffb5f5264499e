import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../doubles/built.ts'
import { helperProgram } from '../doubles/built-helper.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'full-'))
  writeFileSync(join(home, 'atmos.yaml'), 'auth: {}\n')
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

/** Runs a built program in a shell line that says where its outputs go. */
function run(line: string, built = program): Promise<{ readonly code: unknown; readonly stderr: string }> {
  const env = { PATH: '/usr/bin:/bin', HOME: home }
  const words = ['-c', `exec "$0" "$1" ${line}`, process.execPath, built]
  return new Promise(resolve => {
    execFile('/bin/sh', words, { env, cwd: home }, (error, _, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stderr }),
    )
  })
}

describe('a full device', () => {
  it.each(['--help', '--version', 'auth login --help', 'version', 'auth validate --format json'])(
    'as standard output of %s: exit 7 and no trace',
    async words => {
      const { code, stderr } = await run(`${words} > /dev/full`)
      expect(stderr).toContain('Could not write the answer')
      expect(stderr).toContain('ENOSPC')
      expect(stderr).not.toMatch(/\n\s+at /)
      expect(code).toBe(7)
    },
  )

  it.each([
    ['no-such-command', 2],
    ['--version', 0],
  ])('as standard error of %s changes nothing', async (words, code) => {
    expect((await run(`${words} 2> /dev/full`)).code).toBe(code)
  })

  it.each([
    ['made', 'docker.io'],
    ['kept', 'public.ecr.aws'],
  ])(
    'as standard output of the credential helper, for an answer that is %s: exit 1 and no trace',
    async (_, host) => {
      writeFileSync(join(home, 'login'), '{"ServerURL":"public.ecr.aws","Username":"AWS","Secret":"given"}')
      expect(await run('store < login', helperProgram)).toEqual({ code: 0, stderr: '' })
      writeFileSync(join(home, 'host'), host)
      const { code, stderr } = await run('get < host > /dev/full', helperProgram)
      expect(stderr).toMatch(/^docker-credential-atmos: could not write the answer: ENOSPC.*\n$/)
      expect(code).toBe(1)
    },
  )

  it('as both still gives the exit code', async () => {
    expect((await run('--version > /dev/full 2>&1')).code).toBe(7)
  })
})
