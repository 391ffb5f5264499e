import { expect, it } from 'vitest'
import { memoryFiles } from '../../../test/doubles/files.ts'
import { type Person, type PersonOptions, person, start } from '../../../test/doubles/person.ts'
import { turnMs } from './limits.ts'
import { takeTurn } from './turn.ts'

interface Queue {
  readonly one: Person
  /** How long it was waited for the lock, milliseconds, try by try. */
  readonly waits: number[]
  /** When somebody was noted to be waiting. */
  readonly noted: number[]
  readonly turn: Promise<() => void>
}

/** Somebody who wants a lock that another process has for `busyMs`. */
function queueFor(busyMs: number, options: Partial<PersonOptions> = {}, forceTty = false): Queue {
  const files = memoryFiles()
  const made = person({ http: async () => ({ status: 500, headers: {}, body: '' }), files, ...options })
  const one = forceTty ? { ...made, terminal: { ...made.terminal, canSignIn: true } } : made
  const waits: number[] = []
  const { lock } = files
  files.lock = async (path, waitMs) => {
    const left = start + busyMs - one.clock.now()
    waits.push(waitMs)
    one.pass(Math.max(0, Math.min(left, waitMs)))
    return left > waitMs ? undefined : await lock(path, waitMs)
  }
  const noted: number[] = []
  const onWait = () => void noted.push(one.clock.now() - start)
  return { one, waits, noted, turn: takeTurn({ path: '/home/me/x/y', subject: 'AWS as jane', onWait }, one) }
}

const waited = ({ one }: Queue) => one.clock.now() - start
const words = 'Waiting for another process to sign in to AWS as jane (Ctrl-C stops)'

it('nobody waits where nobody else is', async () => {
  const queue = queueFor(0)
  await queue.turn
  expect([queue.waits, queue.noted, queue.one.said]).toEqual([[0], [], []])
})

it('a short wait is not worth a word, and noted at once', async () => {
  const queue = queueFor(1000)
  await queue.turn
  expect([waited(queue), queue.noted, queue.one.said]).toEqual([1000, [0], []])
})

it('a person waits as long as a sign-in may take, is told for what, and keeps the time of the command', async () => {
  const queue = queueFor(600_000, { deadline: 30_000 })
  await queue.turn
  expect([waited(queue), queue.one.said]).toEqual([600_000, [words]])
  expect(queue.one.clock.deadline - queue.one.clock.now()).toBe(30_000)
})

it('a person whose terminal cannot show a spinner is told in a line', async () => {
  const queue = queueFor(60_000, { attended: false }, true)
  await queue.turn
  expect(queue.one.said[0]).toBe(`${words}\n`)
})

it('a person is not kept for ever', async () => {
  const queue = queueFor(Number.POSITIVE_INFINITY, { deadline: 30_000 })
  await expect(queue.turn).rejects.toMatchObject({
    code: 'login-required',
    what: 'Another process is still signing in to AWS as jane',
    why: 'nobody finished it within 11 minutes',
    next: 'Finish or stop that sign-in, then run the same command again',
  })
  expect(waited(queue)).toBe(turnMs)
})

it.each([30_000, 1000, 0, -5000])('without a person the deadline ends it: %d ms', async deadline => {
  const queue = queueFor(Number.POSITIVE_INFINITY, { attended: false, deadline })
  await expect(queue.turn).rejects.toMatchObject({
    code: 'timed-out',
    exitCode: 6,
    next: 'Finish or stop that sign-in, then run the same command again',
  })
  expect(waited(queue)).toBe(Math.max(0, deadline))
  expect(queue.one.clock.deadline).toBe(start + deadline)
})

it('without a person and without a deadline there is an end too', async () => {
  const queue = queueFor(Number.POSITIVE_INFINITY, { attended: false })
  await expect(queue.turn).rejects.toMatchObject({ code: 'timed-out' })
  expect(waited(queue)).toBe(turnMs)
})
