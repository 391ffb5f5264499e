import { inspect } from 'node:util'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { authConfig, identityEntry, providerEntry } from '../../test/doubles/auth-config.ts'
import type { Via } from './auth-config.ts'
import { defineIdentity, defineProvider } from './define-kind.ts'
import type { Catalog } from './kind.ts'
import { isAmbient, planIdentity, planProvider } from './plan.ts'
import { recipeOf } from './recipe.ts'
import { Secret } from './secret.ts'

const neverCalled = async () => {
  throw new Error('planning must not authenticate')
}

const catalog: Catalog = {
  identify: neverCalled,
  consoleAddress: neverCalled,
  providers: [
    defineProvider({
      kind: 'p/oidc',
      title: '',
      spec: v.object({}),
      yields: 'oidc',
      authenticate: neverCalled,
    }),
    defineProvider({
      kind: 'p/ambient',
      title: '',
      spec: v.object({}),
      yields: 'oidc',
      ambient: true,
      authenticate: neverCalled,
    }),
  ],
  identities: [
    defineIdentity({
      kind: 'i/role',
      title: '',
      spec: v.object({}),
      accepts: ['aws', 'oidc'],
      yields: 'aws',
      authenticate: neverCalled,
    }),
    defineIdentity({
      kind: 'i/set',
      title: '',
      spec: v.object({}),
      accepts: ['sso'],
      yields: 'aws',
      authenticate: neverCalled,
    }),
    defineIdentity({
      kind: 'i/user',
      title: '',
      spec: v.object({}),
      accepts: [],
      yields: 'aws',
      authenticate: neverCalled,
    }),
  ],
  integrations: [],
}

const role = (name: string, via?: Via, spec: unknown = {}) =>
  identityEntry({ name, kind: 'i/role', via, spec })

const auth = authConfig({
  providers: [
    providerEntry({ name: 'ci', kind: 'p/oidc' }),
    providerEntry({ name: 'job', kind: 'p/ambient' }),
  ],
  identities: [
    role('plat-dev/terraform', { provider: 'CI' }),
    role('chained', { identity: 'Plat-Dev/Terraform' }),
    identityEntry({ name: 'short', kind: 'i/role', via: { identity: 'chained' }, alias: 'nick' }),
    role('job', { provider: 'job' }),
    identityEntry({ name: 'user', kind: 'i/user' }),
    role('one', { identity: 'other' }),
    role('other', { identity: 'one' }),
    identityEntry({ name: 'set', kind: 'i/set', via: { provider: 'ci' } }),
    role('orphan'),
    role('lost', { provider: 'nowhere' }),
    identityEntry({ name: 'strange', kind: 'i/rolle' }),
    identityEntry({
      name: 'broken',
      kind: 'i/role',
      via: { provider: 'ci' },
      problems: [{ severity: 'error', path: 'auth.identities.broken.principal', message: 'is missing' }],
    }),
  ],
})

const steps = (name: string) => planIdentity(auth, catalog, name).steps.map(step => step.name)

describe('planIdentity', () => {
  it.each([
    ['plat-dev/terraform', ['ci', 'plat-dev/terraform']],
    ['PLAT-DEV/Terraform', ['ci', 'plat-dev/terraform']],
    ['chained', ['ci', 'plat-dev/terraform', 'chained']],
    ['nick', ['ci', 'plat-dev/terraform', 'chained', 'short']],
    ['user', ['user']],
  ])('walks %s along %j', (name, expected) => {
    expect(steps(name)).toEqual(expected)
  })

  it.each([
    ['nobody', 'identity-not-found', /no identity called nobody/],
    ['plat-dev/teraform', 'identity-not-found', /no identity/],
    ['one', 'chain-cycle', /one → other → one/],
    ['set', 'chain-mismatch', /needs sso credentials, p\/oidc gives oidc/],
    ['orphan', 'chain-mismatch', /does not say what it starts from/],
    ['lost', 'provider-not-found', /nowhere/],
    ['strange', 'unknown-kind', /i\/rolle/],
    ['broken', 'config-invalid', /auth\.identities\.broken\.principal: is missing/],
  ])('refuses %s with %s', (name, code, message) => {
    expect(() => planIdentity(auth, catalog, name)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it('names the nearest identity', () => {
    expect(() => steps('plat-dev/teraform')).toThrow(
      expect.objectContaining({ next: 'Did you mean plat-dev/terraform?' }),
    )
  })

  it('knows which chains hang on what surrounds the program', () => {
    expect(isAmbient(planIdentity(auth, catalog, 'job'))).toBe(true)
    expect(isAmbient(planIdentity(auth, catalog, 'chained'))).toBe(false)
  })

  it('plans a provider alone', () => {
    expect(planProvider(auth, catalog, 'CI').steps.map(step => step.role)).toEqual(['provider'])
  })
})

describe('recipeOf', () => {
  const planOf = (spec: unknown, realm?: string) =>
    planIdentity(
      authConfig({
        providers: auth.providers,
        identities: [role('x', { provider: 'ci' }, spec)],
        realm: realm === undefined ? undefined : { value: realm, source: 'config' },
      }),
      catalog,
      'x',
    )

  it('depends on how credentials are made, not on names or key order', () => {
    expect(recipeOf(planOf({ a: 1, b: [2] }))).toBe(recipeOf(planOf({ b: [2], a: 1 })))
    expect(recipeOf(planOf({ a: 1 }))).not.toBe(recipeOf(planOf({ a: 2 })))
    expect(recipeOf(planOf({ a: 1 }))).not.toBe(recipeOf(planOf({ a: 1 }, 'team')))
    expect(recipeOf(planOf({ a: 1 }), 1)).toBe(recipeOf(planOf({ a: 2 }), 1))
  })

  it('tells secrets apart without showing them', () => {
    const one = planOf({ key: new Secret('canary-1') })
    expect(recipeOf(one)).not.toBe(recipeOf(planOf({ key: new Secret('canary-2') })))
    expect(inspect(one, { depth: 9 }) + JSON.stringify(one) + recipeOf(one)).not.toContain('canary')
  })
})
