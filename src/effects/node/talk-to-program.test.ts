import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Talk } from '../processes.ts'
import { talkToProgram } from './talk-to-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'talk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (script: string): Promise<Talk> =>
  talkToProgram({ command: process.execPath, args: ['-e', script] })

const echo = `
  const { createReadStream, createWriteStream } = require('node:fs')
  const out = createWriteStream('', { fd: 4 })
  createReadStream('', { fd: 3 }).on('data', chunk => out.write(chunk)).on('end', () => process.exit())
`

it('exchanges messages however they are cut', async () => {
  const talk = await run(echo)
  const long = 'ä'.repeat(300_000)
  for (const message of ['one', '', long, 'two']) talk.send(message)
  const heard = [await talk.receive(), await talk.receive(), await talk.receive(), await talk.receive()]
  expect(heard).toEqual(['one', '', long, 'two'])
  await talk.end(0)
  expect(await talk.receive()).toBeUndefined()
})

it('says when the program has ended, and what it complained about', async () => {
  const talk = await run(`console.error('no display here'); process.exitCode = 1`)
  expect(await talk.receive()).toBeUndefined()
  await talk.end(5000)
  expect(talk.lastWords()).toContain('no display here')
  talk.send('into the void')
})

it('ends a program that does not end by itself, with what it started', async () => {
  const note = join(folder, 'pid')
  const talk = await run(`
    const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    require('node:fs').writeFileSync(${JSON.stringify(note)}, String(child.pid))
    setInterval(() => {}, 1000)
  `)
  await expect.poll(() => existsSync(note) && readFileSync(note, 'utf8')).toBeTruthy()
  await talk.end(50)
  const grandchild = Number(readFileSync(note, 'utf8'))
  await expect.poll(() => isAlive(grandchild)).toBe(false)
})

it('knows a program that does not exist', async () => {
  await expect(talkToProgram({ command: '/nowhere/browser', args: [] })).rejects.toMatchObject({
    code: 'ENOENT',
  })
})

/** A killed process stays in the table until its parent looked; that counts as gone. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
