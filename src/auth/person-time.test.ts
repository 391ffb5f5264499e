import { expect, it } from 'vitest'
import { person, start } from '../../test/doubles/person.ts'
import { withDeadline } from '../commands/deadline.ts'
import { whileAPersonDecides, withOwnTime } from './person-time.ts'

const someone = () => person({ http: async () => ({ status: 200, headers: {}, body: '' }) })

it('moves the deadline of the command on while a person decides, also when they say no', async () => {
  const one = someone()
  const effects = withDeadline(one, { timeoutMs: 30_000 })
  expect(effects.clock.deadline).toBe(start + 30_000)
  await whileAPersonDecides(async () => one.pass(60_000), effects)
  expect(effects.clock.deadline).toBe(start + 90_000)
  const refused = whileAPersonDecides(async () => {
    one.pass(5000)
    throw new Error('no')
  }, effects)
  await expect(refused).rejects.toThrow('no')
  expect(effects.clock.deadline).toBe(start + 95_000)
})

it('does not bring the deadline nearer when the clock jumps back', async () => {
  const one = someone()
  const effects = withDeadline(one, { timeoutMs: 30_000 })
  await whileAPersonDecides(async () => one.pass(-60_000), effects)
  expect(effects.clock.deadline).toBe(start + 30_000)
})

it('gives a single call its own time', () => {
  const one = someone()
  expect(withOwnTime(withDeadline(one, { timeoutMs: 1 }), 5000).clock.deadline).toBe(start + 5000)
})
