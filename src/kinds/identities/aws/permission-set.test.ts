import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Person, type PersonOptions, person, start } from '../../../../test/doubles/person.ts'
import { type WatchedPortal, watchPortal } from '../../../../test/doubles/watched-portal.ts'
import type { HttpRequest } from '../../../effects/http.ts'
import { Failure } from '../../../errors/failure.ts'
import { awsIamIdentityCenter } from '../../providers/aws/iam-identity-center.ts'
import { awsPermissionSet } from './permission-set.ts'

const provider = {
  start_url: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  spec: { flow: 'device' },
}
const accounts = ['prod', 'stage', 'Dev', 'dev', 'sandbox', 'twin', 'twin'].map((name, index) => ({
  id: String(100_000_000_000 + index),
  name,
  permissionSets: ['Admin', 'ReadOnly', 'Builder'],
}))

let portal: WatchedPortal
let one: Person

function someone(options: Partial<PersonOptions> = {}): Person {
  return person({ http: portal.handle, desktop: false, ...options })
}

beforeEach(() => {
  portal = watchPortal({ startUrl: provider.start_url, accounts, pageSize: 2 }, () => start)
  one = someone()
})

async function become(principal: unknown, extra: object = {}, outside: Person = one) {
  const spec = v.parse(awsPermissionSet.spec, { principal, ...extra })
  const base = await awsIamIdentityCenter.authenticate(
    { name: 'sso', spec: v.parse(awsIamIdentityCenter.spec, provider), base: undefined },
    outside,
  )
  portal.calls.length = 0
  return await awsPermissionSet.authenticate({ name: 'me', spec, base }, outside)
}

describe('aws/permission-set', () => {
  it.each([
    ['an id', { id: '100000000001' }, '100000000001', 0],
    ['a number YAML made of it', { id: 100_000_000_001 }, '100000000001', 0],
    ['a plain id', '100000000001', '100000000001', 0],
    ['a name on a later page', { name: 'sandbox' }, '100000000004', 4],
    ['a plain name', 'sandbox', '100000000004', 4],
    ['the spelling where two differ in case only', 'dev', '100000000003', 4],
    ['a name in another case', 'STAGE', '100000000001', 4],
    ['both, the id counting', { id: '100000000001', name: 'prod' }, '100000000001', 0],
  ])('finds its account by %s', async (_, account, id, pages) => {
    const credentials = await become({ name: 'Admin', account })
    expect(portal.emulator.requests.at(-1)?.url).toMatch(new RegExp(`account_id=${id}&role_name=Admin$`))
    expect(credentials).toMatchObject({
      type: 'aws',
      accessKeyId: portal.given.keys[0]?.accessKeyId,
      expiresAt: start + 3_600_000,
      region: 'eu-west-1',
    })
    expect(portal.calls.filter(call => call === 'ListAccounts')).toHaveLength(pages)
  })

  it('has the Region of the identity before that of the portal', async () => {
    const principal = { name: 'Admin', account: 'prod', region: 'us-east-2' }
    expect(await become(principal)).toMatchObject({ region: 'us-east-2' })
  })

  it.each([
    ['an account nobody has', 'produ', 'access-denied', /no account called produ/, /Did you mean prod\?/],
    ['a name that two share', 'twin', 'config-invalid', /2 accounts called twin/, /id: "100000000005"/],
  ])('says what to do about %s', async (_, account, code, what, next) => {
    await expect(become({ name: 'Admin', account })).rejects.toMatchObject({
      code,
      what: expect.stringMatching(what),
      next: expect.stringMatching(next),
    })
  })

  it('names the permission sets there are when the portal says no', async () => {
    await expect(become({ name: 'Admim', account: 'prod' })).rejects.toMatchObject({
      code: 'access-denied',
      exitCode: 5,
      what: 'Identity me may not use the permission set Admim in account 100000000000',
      why: 'ForbiddenException: No access',
      next: 'Did you mean Admin? You may use there: Admin, ReadOnly, Builder',
    })
  })

  it('opens the session anew, once, when it was revoked at the portal', async () => {
    portal.before = operation => {
      if (operation !== 'GetRoleCredentials') return
      portal.before = undefined
      portal.emulator.people.revokeSessions()
    }
    expect(await become({ name: 'Admin', account: { id: '100000000000' } })).toMatchObject({ type: 'aws' })
    expect(portal.calls).toEqual([
      'GetRoleCredentials',
      'CreateToken refresh_token',
      'StartDeviceAuthorization',
      'CreateToken device_code',
      'GetRoleCredentials',
    ])
  })

  it('gives up after the second no', async () => {
    portal.before = operation => {
      if (operation === 'GetRoleCredentials') portal.emulator.people.expireAccessTokens()
    }
    await expect(become({ name: 'Admin', account: { id: '100000000000' } })).rejects.toMatchObject({
      code: 'login-required',
      why: expect.stringContaining('UnauthorizedException'),
    })
  })

  it('asks its own endpoint where it names one', async () => {
    const urls: string[] = []
    const http = (request: HttpRequest) => {
      urls.push(request.url)
      return portal.handle({
        ...request,
        url: request.url.replace('http://localhost:4566/x/', 'http://localhost/'),
      })
    }
    await become(
      { name: 'Admin', account: { id: '100000000000' } },
      { spec: { endpoint_url: 'http://localhost:4566/x/' } },
      someone({ http }),
    )
    expect(urls.at(-1)).toBe(
      'http://localhost:4566/x/federation/credentials?account_id=100000000000&role_name=Admin',
    )
  })

  it.each([
    ['no account', { name: 'Admin' }],
    ['11 digits', { name: 'Admin', account: { id: '12345678901' } }],
    ['no name', { account: 'dev' }],
  ])('does not accept %s', (_, principal) => {
    expect(v.safeParse(awsPermissionSet.spec, { principal }).success).toBe(false)
  })
})

describe('aws/iam-identity-center', () => {
  const spec = v.parse(awsIamIdentityCenter.spec, provider)
  const signedIn = (outside: Person) =>
    awsIamIdentityCenter.authenticate({ name: 'sso', spec, base: undefined }, outside)

  it('lists every permission set of every account, those of namesakes by id', async () => {
    const found = await awsIamIdentityCenter.discover?.({ name: 'sso', spec, base: await signedIn(one) }, one)
    expect(found?.skipped).toEqual([])
    expect(found?.identities).toHaveLength(21)
    expect(found?.identities.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['prod/Admin', '100000000002/Admin', '100000000005/ReadOnly']),
    )
    expect(one.said).toContain(`Looking for roles ${'░'.repeat(20)} 0 of 7 accounts`)
    expect(one.said).toContain(`Looking for roles ${'█'.repeat(20)} 7 of 7 accounts`)
  })

  it('says which accounts it could not look into, and why', async () => {
    const forbidden = {
      status: 403,
      headers: { 'x-amzn-errortype': 'ForbiddenException' },
      body: '{"message":"No access"}',
    }
    const http = async (request: HttpRequest) =>
      request.url.includes('assignment/roles?account_id=100000000001') ? forbidden : portal.handle(request)
    const other = someone({ http })
    const base = await signedIn(other)
    const found = await awsIamIdentityCenter.discover?.({ name: 'sso', spec, base }, other)
    expect(found?.identities).toHaveLength(18)
    expect(found?.skipped).toMatchObject([{ account: 'stage (100000000001)', failure: expect.any(Failure) }])
  })

  it('waits when the portal throttles', async () => {
    portal.emulator.inject('throttle', { operation: 'sso:ListAccountRoles', times: 5 })
    const found = await awsIamIdentityCenter.discover?.({ name: 'sso', spec, base: await signedIn(one) }, one)
    expect(found?.identities).toHaveLength(21)
  })

  it('signs out at the portal and on this machine', async () => {
    await signedIn(one)
    const { accessToken = '' } = portal.given.tokens[0] ?? {}
    expect(await portal.accepts(accessToken)).toBe(true)
    expect(await awsIamIdentityCenter.signOut?.({ name: 'sso', spec, base: undefined }, one)).toBe(true)
    expect(await portal.accepts(accessToken)).toBe(false)
    expect(Object.values(one.files.contents()).join('')).not.toContain('accessToken')
    expect(await awsIamIdentityCenter.signOut?.({ name: 'sso', spec, base: undefined }, one)).toBe(false)
  })

  it('signs out on this machine when the portal is out of reach', async () => {
    await signedIn(one)
    portal.emulator.inject('server-error', { times: 10 })
    await awsIamIdentityCenter.signOut?.({ name: 'sso', spec, base: undefined }, one)
    expect(Object.values(one.files.contents()).join('')).not.toContain('accessToken')
    expect(one.said.at(-1)).toContain('only removed from this machine')
  })

  it('ends at once with exit 4 and the command to run where nobody is', async () => {
    const failure = await signedIn(someone({ attended: false })).catch(thrown => thrown)
    expect(failure).toMatchObject({
      exitCode: 4,
      what: 'Somebody must sign in to https://corp.awsapps.com/start, and nobody can be asked here',
      why: 'there is no session in ~/.aws/sso/cache',
      next: expect.stringContaining('atmos auth login --provider sso'),
    })
    expect(portal.calls).toEqual([])
  })

  it.each(['corp.awsapps.com/start', 'ftp://corp', 'https:///x'])(
    'does not accept the start URL %s',
    start_url => {
      expect(v.safeParse(awsIamIdentityCenter.spec, { ...provider, start_url }).success).toBe(false)
    },
  )
})
