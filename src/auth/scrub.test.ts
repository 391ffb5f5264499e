import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrub } from './scrub.ts'
import { Secret } from './secret.ts'

const token = 'eyJwYXlsb2FkIjoiQ0FOQVJZ"+/==\\é'
const clean = (words: string) => scrub(words, [new Secret(token), undefined])

describe('scrub', () => {
  it.each([
    ['as it is', token],
    ['in JSON', JSON.stringify({ Secret: token })],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ Secret: token }))],
    ['in base64', Buffer.from(token).toString('base64')],
    ['in base64 for URLs', Buffer.from(token).toString('base64url')],
    ['in hexadecimal', Buffer.from(token).toString('hex')],
    ['in a URL', encodeURIComponent(token)],
    ['cut short', token.slice(0, 20)],
    ['broken over lines', Buffer.from(token).toString('base64').replace(/.{20}/g, '$&\n')],
  ])('takes a secret out: %s', (_, told) => {
    const shown = clean(`boom ${told} over`)
    expect(shown).toContain('***')
    expect(shown).toMatch(/^boom .* over$/s)
    for (const piece of ['eyJwYXlsb2FkIjoi', 'ZXlKd1lYbHNiMkZrSWpv', '65794a77'])
      expect(shown).not.toContain(piece)
  })

  it('leaves other words alone', () => {
    const words = 'gpg: /home/me/.password-store/docker-credential-helpers: No such file or directory'
    expect(clean(words)).toBe(words)
    expect(scrub(words, [new Secret('')])).toBe(words)
  })

  it('leaves no secret of eight characters or more, whatever it is', () => {
    const secret = fc.string({ minLength: 8, unit: 'binary' }).filter(text => !'boom  over***'.includes(text))
    fc.assert(
      fc.property(secret, text => {
        const shown = scrub(`boom ${text} over`, [new Secret(text)])
        expect(shown.replace(/^boom | over$/g, '')).not.toContain(text)
      }),
    )
  })
})
