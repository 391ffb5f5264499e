import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import { authConfig, identityEntry, providerEntry } from '../../test/doubles/auth-config.ts'
import type { Effects } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { AwsCredentials } from './credentials.ts'
import { defineIdentity, defineProvider } from './define-kind.ts'
import type { Catalog } from './kind.ts'
import { withOnce } from './once.ts'
import { type Plan, planIdentity } from './plan.ts'
import { resolve } from './resolve.ts'
import { Secret } from './secret.ts'
import type { CredentialStore, StoredCredentials } from './store.ts'

const hour = 3_600_000
let now: number
let calls: string[]
let entries: Map<string, StoredCredentials>
let revoked: Set<string>
/** What every role is refused with, whoever asks. */
let refusal: Failure | undefined

const store: CredentialStore = {
  load: async recipe => entries.get(recipe),
  save: async (recipe, stored) => void entries.set(recipe, stored),
  remove: async recipe => entries.delete(recipe),
  recipes: async () => [...entries.keys()],
}

function mint(name: string): AwsCredentials {
  calls.push(name)
  return {
    type: 'aws',
    accessKeyId: `${name}-${calls.length}`,
    secretAccessKey: new Secret('s'),
    expiresAt: now + hour,
  }
}

const catalog: Catalog = {
  identify: async () => ({ arn: '', account: '' }),
  consoleAddress: async () => new Secret(''),
  providers: [
    defineProvider({
      kind: 'root',
      title: '',
      spec: v.object({}),
      yields: 'aws',
      authenticate: async ({ name }) => mint(name),
    }),
    defineProvider({
      kind: 'ambient-root',
      title: '',
      spec: v.object({}),
      yields: 'aws',
      ambient: true,
      authenticate: async ({ name }) => mint(name),
    }),
  ],
  identities: [
    defineIdentity({
      kind: 'role',
      title: '',
      spec: v.object({}),
      accepts: ['aws'],
      yields: 'aws',
      authenticate: async ({ name, base }) => {
        if (refusal !== undefined) throw refusal
        if (revoked.has(base.accessKeyId)) {
          const details = { credentials: 'dead' }
          throw new Failure({ code: 'request-refused', what: 'The security token is invalid', details })
        }
        return mint(name)
      },
    }),
  ],
  integrations: [],
}

const auth = authConfig({
  providers: [
    providerEntry({ name: 'root', kind: 'root' }),
    providerEntry({ name: 'here', kind: 'ambient-root' }),
  ],
  identities: [
    identityEntry({ name: 'middle', kind: 'role', via: { provider: 'root' }, spec: { n: 1 } }),
    identityEntry({ name: 'target', kind: 'role', via: { identity: 'middle' }, spec: { n: 2 } }),
    identityEntry({ name: 'passing', kind: 'role', via: { provider: 'here' }, spec: { n: 3 } }),
  ],
})

const run = (plan: Plan) =>
  resolve(plan, { catalog, store }, { clock: { now: () => now } } as unknown as Effects)

beforeEach(() => {
  now = 1_800_000_000_000
  calls = []
  entries = new Map()
  revoked = new Set()
  refusal = undefined
})

describe('resolve', () => {
  const target = planIdentity(auth, catalog, 'target')

  it('walks the whole chain once, then reuses its end', async () => {
    await run(target)
    await run(target)
    expect(calls).toEqual(['root', 'middle', 'target'])
  })

  it('starts again only from what is no longer fresh', async () => {
    await run(planIdentity(auth, catalog, 'middle'))
    now += 0.5 * hour
    await run(target)
    expect(calls).toEqual(['root', 'middle', 'target'])
    now += 0.4 * hour
    await run(target)
    expect(calls).toEqual(['root', 'middle', 'target'])
    now += 0.5 * hour
    await run(target)
    expect(calls).toEqual(['root', 'middle', 'target', 'root', 'middle', 'target'])
  })

  it('forgets what a service revoked between two steps, and walks from the beginning', async () => {
    const middle = await run(planIdentity(auth, catalog, 'middle'))
    revoked.add((middle as AwsCredentials).accessKeyId)
    const credentials = await run(target)
    expect(credentials).toMatchObject({ accessKeyId: 'target-5' })
    expect(calls).toEqual(['root', 'middle', 'root', 'middle', 'target'])
  })

  it('fails after one try from the beginning', async () => {
    await run(planIdentity(auth, catalog, 'middle'))
    for (let number = 1; number < 9; number++) revoked.add(`middle-${number}`)
    await expect(run(target)).rejects.toMatchObject({ code: 'request-refused' })
    expect(calls).toEqual(['root', 'middle', 'root', 'middle'])
  })

  it.each(['access-denied', 'request-refused', 'role-not-assumable', 'service-unreachable'] as const)(
    'keeps what is stored when the request was refused, not the credentials: %s',
    async code => {
      await run(planIdentity(auth, catalog, 'middle'))
      refusal = new Failure({ code, what: 'AWS refused sts:AssumeRole' })
      await expect(run(target)).rejects.toBe(refusal)
      await expect(run(target)).rejects.toBe(refusal)
      expect(calls).toEqual(['root', 'middle'])
      expect(entries.size).toBe(2)
    },
  )

  it.each([{ webflow: true }, { saml_response_file: '-' }])(
    'starts anew when that is asked for: %j',
    async once => {
      await run(target)
      await run(withOnce(target, once))
      expect(calls).toEqual(['root', 'middle', 'target', 'root', 'middle', 'target'])
    },
  )

  it('never stores what starts from ambient state', async () => {
    const passing = planIdentity(auth, catalog, 'passing')
    await run(passing)
    await run(passing)
    expect(calls).toEqual(['here', 'passing', 'here', 'passing'])
    expect(entries.size).toBe(0)
  })
})
