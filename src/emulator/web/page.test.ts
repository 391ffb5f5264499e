import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decisionForm, decisionIn } from './decision.ts'
import { page, redirect } from './page.ts'

const received = (body: string) => ({
  method: 'POST' as const,
  url: new URL('http://127.0.0.1/'),
  host: '127.0.0.1',
  headers: {},
  body,
})

describe('a page', () => {
  it('shows any text as text', () => {
    const frame = page({ title: '', lines: [''], form: decisionForm(['']) }).body
    const tags = (body: string) => body.match(/<[^>]*>/g)?.length
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, line) => {
        const { body } = page({ title, lines: [line], form: decisionForm([line]) })
        expect(tags(body)).toBe(tags(frame))
        expect(body).not.toContain(`${line}<script`)
      }),
    )
  })

  it('lets one of several users be chosen', () => {
    const { body } = page({ title: 'x', lines: [], form: decisionForm(['jane', 'joe']) })
    expect(body).toContain('<select name="user"><option>jane</option><option>joe</option></select>')
  })
})

describe('a decision', () => {
  it.each([
    ['decision=allow&user=joe', { allowedBy: 'joe' }],
    ['decision=allow', { allowedBy: 'jane' }],
    ['decision=deny&user=joe', 'denied'],
    ['decision=allow&user=nobody', undefined],
    ['', undefined],
  ])('%s', (body, expected) => {
    expect(decisionIn(received(body), ['jane', 'joe'])).toEqual(expected)
  })
})

it('sends a browser elsewhere, with what it shall bring', () => {
  const { status, headers } = redirect('http://127.0.0.1:1/x?a=1', { state: 'ä&b', code: undefined })
  expect([status, headers.location]).toEqual([302, 'http://127.0.0.1:1/x?a=1&state=%C3%A4%26b'])
})
