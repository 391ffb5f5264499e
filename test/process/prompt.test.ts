import { join } from 'node:path'
import { expect, it } from 'vitest'
import { atTerminal, hasPty } from '../doubles/pty.ts'

const asker = join(import.meta.dirname, 'prompt/asker.ts')

it.skipIf(!hasPty).each([
  [100, 'of a usual size'],
  [0, 'that does not know its size, as serial lines do'],
])('a question stands on one line of a terminal with %i columns, %s', async columns => {
  const asking = atTerminal({
    line: [process.execPath, asker],
    env: { PATH: '/usr/bin:/bin' },
    cwd: import.meta.dirname,
    columns,
  })
  await expect.poll(asking.screen, { timeout: 20_000 }).toContain('└')
  expect(asking.screen()).toContain('What is the code that the page shows?')
  asking.type('ABCD\r')
  expect(await asking.ended).toBe(0)
  expect(asking.screen()).toContain('it is ABCD')
})
