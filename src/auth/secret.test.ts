import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from './secret.ts'

const secret = new Secret('canary-4711')

it('opens only on purpose', () => {
  expect(secret.expose()).toBe('canary-4711')
})

it.each([
  ['text', String(secret)],
  ['a template', `${secret}`],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ nested: [secret] }, { depth: 9, showHidden: true })],
  ['keys', JSON.stringify(Object.entries(secret))],
])('does not show itself as %s', (_, text) => {
  expect(text).not.toContain('canary')
})
