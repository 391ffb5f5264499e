import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effects } from '../../effects/effects.ts'
import { shellWord } from '../shell-word.ts'
import type { DockerFacts } from './docker-facts.ts'
import { withoutSecrets } from './without-secrets.ts'

const cleaned = (text: string, env: Record<string, string>, password = '') =>
  withoutSecrets(
    {
      config: {
        auths: new Map([['h', { username: 'AWS', password, identityToken: '', registryToken: '' }]]),
      },
    } as unknown as DockerFacts,
    { env: { all: () => env, home: '/home/me' } } as unknown as Effects,
  )(text)

const secret = fc.stringMatching(/^[A-Za-z0-9+/]{8,40}$/)

describe('withoutSecrets', () => {
  it('leaves no secret of the variables or of config.json in a text', () => {
    fc.assert(
      fc.property(secret, secret, secret, (key, proxy, login) => {
        const env = { AWS_SECRET_ACCESS_KEY: key, MY_PROXY: `http://me:${proxy}@host:1` }
        const text = `${key} and ${proxy} and ${login} and AWS:${login}`
        const shown = cleaned(text, env, login)
        for (const one of [key, proxy, login]) expect(shown).not.toContain(one)
      }),
    )
  })

  it('leaves nothing of a secret that begins with another one', () => {
    const env = { ONE_SECRET: 'abcdefgh', TWO_SECRET: 'abcdefghijklmnop' }
    expect(cleaned('<abcdefghijklmnop>', env)).toBe('<***>')
  })

  it.each([
    ['AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE000000001'],
    ['AWS_WEB_IDENTITY_TOKEN_FILE', '/var/run/token'],
    ['XDG_SESSION_DESKTOP', 'ubuntu-xorg'],
    ['MY_SECRET', 'short'],
    ['PATH', '/usr/bin:/opt/modules/@scope/bin'],
  ])('leaves %s alone', (name, value) => {
    expect(cleaned(value, { [name]: value })).toBe(value)
  })

  it.each(['me:long/password@proxy:1', 'http://me:long/password@proxy:1'])(
    'finds the password in %s',
    value => {
      expect(cleaned('<long/password>', { https_proxy: value })).toBe('<***>')
    },
  )

  it('takes user and password out of every address', () => {
    expect(cleaned('see https://me:x@host/a and http://you@other', {})).toBe(
      'see https://***@host/a and http://***@other',
    )
  })

  it('shortens the home folder, but not in quotes', () => {
    expect(cleaned(`chmod 600 /home/me/a ${shellWord('/home/me/b c')}`, {})).toBe(
      "chmod 600 ~/a '/home/me/b c'",
    )
  })
})
