import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isExempt, proxyFor } from './http-proxy-choice.ts'

const choose = (url: string, env: Record<string, string>) => proxyFor(new URL(url), name => env[name])?.href

describe('which proxy', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['https://a', {}, undefined],
    ['https://a', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://a', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'http://low:1/'],
    ['http://a', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['http://a', { HTTP_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://a', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['https://a', { ALL_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://a', { HTTPS_PROXY: 'p:3128' }, 'http://p:3128/'],
    ['https://a', { HTTPS_PROXY: ' ' }, undefined],
    ['https://a', { HTTPS_PROXY: 'http://p', NO_PROXY: 'a' }, undefined],
    ['https://a', { HTTPS_PROXY: 'http://p', no_proxy: 'b', NO_PROXY: 'a' }, 'http://p/'],
  ])('for %s with %j: %s', (url, env, expected) => {
    expect(choose(url, env)).toBe(expected)
  })

  it.each(['socks5://user:hush@p', 'http://', 'http://user:hush@ p'])(
    'refuses %s without repeating it',
    value => {
      const attempt = () => choose('https://a', { HTTPS_PROXY: value })
      expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_PROXY_ADDRESS' }))
      expect(attempt).not.toThrow(/hush/)
    },
  )
})

describe('NO_PROXY', () => {
  it.each([
    ['https://api.ecr.us-east-1.amazonaws.com', 'amazonaws.com', true],
    ['https://api.ecr.us-east-1.amazonaws.com', '.amazonaws.com', true],
    ['https://api.ecr.us-east-1.amazonaws.com', '*.amazonaws.com', true],
    ['https://amazonaws.com', '.amazonaws.com', true],
    ['https://notamazonaws.com', 'amazonaws.com', false],
    ['https://a', '*', true],
    ['https://a', 'b, a', true],
    ['https://a', 'b a', true],
    ['https://A', 'a', true],
    ['https://a', 'a:443', true],
    ['https://a:8443', 'a:443', false],
    ['https://a:8443', 'a', true],
    ['http://a', 'a:80', true],
    ['http://127.0.0.1:9', '127.0.0.1', true],
    ['http://127.0.0.1', '127.0.0.0/8', true],
    ['http://128.0.0.1', '127.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://[::1]', '::1', true],
    ['http://[::1]:9', '[::1]:9', true],
    ['http://[fd00::5]', 'fd00::/8', true],
    ['http://10.1.2.3', '3', false],
    ['https://a', '', false],
    ['https://a', ',', false],
  ])('%s against %j: %s', (url, list, expected) => {
    expect(isExempt(new URL(url), list)).toBe(expected)
  })

  it('never throws', () => {
    const hosts = fc.constantFrom('https://a.b', 'http://127.0.0.1', 'http://[::1]:8')
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('::/', '[::1', '1.2.3.4/', '*.', '.', ':80', '::1/129'),
    )
    fc.assert(
      fc.property(hosts, fc.array(piece), (url, pieces) => {
        expect(typeof isExempt(new URL(url), pieces.join(','))).toBe('boolean')
      }),
    )
  })
})
