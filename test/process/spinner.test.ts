import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hasPty } from '../doubles/pty.ts'

const waiter = join(import.meta.dirname, 'spinner/waiter.ts')

it.skipIf(!hasPty)('a spinner leaves Ctrl-C what it is, and words a line of their own', async () => {
  const child = spawn('script', ['-qec', `${process.execPath} ${waiter}`, '/dev/null'], {
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm', COLUMNS: '80' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let seen = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', chunk => {
    seen += chunk
  })
  const ended = new Promise(resolve => child.on('close', resolve))
  await expect.poll(() => seen, { timeout: 20_000 }).toContain('a line in between')
  child.stdin.write('\u0003')
  expect(await ended).toBe(130)
  expect(seen).toContain(' waiting for somebody')
  expect(seen).toContain('\r\u001b[2Ka line in between')
  expect(seen).not.toContain('nobody stopped us')
  expect(seen).toContain(' slower than that')
  const hidden = seen.slice(0, seen.indexOf(' slower than that'))
  expect(hidden.split(' waiting for somebody').length, 'frames before the slow one is seen').toBeGreaterThan(
    3,
  )
  expect(seen).not.toContain('over before')
})
