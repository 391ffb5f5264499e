import { describe, expect, it } from 'vitest'
import type { EcrLoginFlags } from './login.command.ts'
import { loginMode } from './login-mode.ts'

const one = '123456789012.dkr.ecr.us-east-2.amazonaws.com'

describe('loginMode', () => {
  it.each<[EcrLoginFlags, string | undefined, unknown]>([
    [{ public: true }, undefined, { type: 'hosts', hosts: ['public.ecr.aws'], identity: undefined }],
    [
      { public: true, identity: 'dev' },
      undefined,
      { type: 'hosts', hosts: ['public.ecr.aws'], identity: 'dev' },
    ],
    [
      { registry: [one, `https://${one.toUpperCase()}/app:1`] },
      undefined,
      { type: 'hosts', hosts: [one], identity: undefined },
    ],
    [
      { registry: [one, 'public.ecr.aws'], identity: '' },
      undefined,
      { type: 'hosts', hosts: [one, 'public.ecr.aws'], identity: '' },
    ],
    [{}, 'ecr-public', { type: 'integration', name: 'ecr-public' }],
    [{ identity: 'dev/ecr' }, undefined, { type: 'linked', identity: 'dev/ecr' }],
    [{ identity: '' }, undefined, { type: 'linked', identity: '' }],
  ])('%j %s', (flags, name, expected) => {
    const mode = loginMode(flags, name)
    const hosts = mode.type === 'hosts' ? { hosts: mode.hosts.map(({ host }) => host) } : {}
    expect({ ...mode, ...hosts }).toEqual(expected)
  })

  it.each<[EcrLoginFlags, string | undefined, RegExp]>([
    [{ public: true }, 'x', /--public cannot be combined with the name/],
    [{ public: true, registry: [one] }, undefined, /--public cannot be combined with --registry/],
    [{ registry: [one] }, 'x', /--registry cannot be combined with the name/],
    [{ identity: 'x' }, 'y', /--identity cannot be combined with the name/],
    [{ registry: ['docker.io'] }, undefined, /docker\.io is not an Amazon ECR registry/],
    [{ registry: ['https://AWS:pw@docker.io/x'] }, undefined, /^https:\/\/\*\*\*@docker.io\/x is not/],
    [{ registry: [''] }, undefined, /An empty text is not an Amazon ECR registry/],
    [{}, undefined, /does not know where to log in to/],
  ])('refuses %j %s', (flags, name, message) => {
    expect(() => loginMode(flags, name)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    )
  })
})
