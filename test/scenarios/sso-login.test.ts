import { describe, expect, it } from 'vitest'
import type { IdentityCenterOptions } from '../../src/emulator/sso/options.ts'
import type { Visitor } from '../doubles/visitor.ts'
import { createWorld, type World } from '../doubles/world.ts'

const hour = 3_600_000
const day = 24 * hour
const docker = '/home/me/.docker/config.json'

const configuration = (account = '{ name: sandbox }', spec = '') => `
auth:
  providers:
    corp:
      kind: aws/iam-identity-center
      start_url: https://example.awsapps.com/start
      region: eu-west-1
      ${spec}
  identities:
    dev:
      kind: aws/permission-set
      default: true
      via: { provider: corp }
      principal: { name: AdministratorAccess, account: ${account} }
  integrations:
    public:
      kind: aws/ecr-public
      via: { identity: dev }
`

interface Facts {
  readonly visitor?: Visitor
  readonly yaml?: string
  readonly center?: IdentityCenterOptions
  readonly env?: Readonly<Record<string, string>>
}

const worldOf = ({ visitor, yaml = configuration(), center, env }: Facts): World =>
  createWorld({
    files: { '/work/atmos.yaml': yaml },
    emulator: { identityCenter: { region: 'eu-west-1', ...center } },
    ...(visitor && { visitor }),
    env: { NO_COLOR: '1', ...env },
  })

const atDesk = (): Visitor => ({ desktop: true, button: 'Allow access' })
const overSsh = (): Visitor => ({ desktop: false, button: 'Allow access' })

/** What it takes after the sign-in: the account by its name, the keys, the registry's token, the name to show. */
const rest = [
  'sso:ListAccounts',
  'sso:GetRoleCredentials',
  'ecr-public:GetAuthorizationToken',
  'sts:GetCallerIdentity',
]

/** Tokens in the AWS CLI's cache, and other secrets that went through the program's hands. */
function secretsOf(world: World): readonly string[] {
  const texts = Object.values(world.files.contents()).join('\n')
  return [...texts.matchAll(/"(?:accessToken|refreshToken|clientSecret|auth)": *"([^"]+)"/g)].map(
    ([, secret = '']) => secret,
  )
}

describe('atmos auth login by IAM Identity Center', () => {
  it('in a browser here: PKCE, a page that says so, and ECR Public', async () => {
    const world = worldOf({ visitor: atDesk() })
    const run = await world.run('atmos auth login')
    expect(run.stderr).toMatch(
      /^Sign in to https:\/\/example\.awsapps\.com\/start in your browser, because one can open here \(--flow device changes that\)\.\n {2}If no page opened, go to:\n {4}https:\/\/oidc\.eu-west-1\.amazonaws\.com\/authorize\?\S+\n✓ Authenticated as arn:aws:sts::123456789012:assumed-role\/AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}\/jane\n✓ ECR Public login: public\.ecr\.aws \(expires in 12h\)\n$/,
    )
    expect(run).toMatchObject({ exitCode: 0, stdout: '' })
    expect(run.requests).toEqual([
      'sso-oidc:RegisterClient',
      'sso-oidc:AuthorizePage',
      'sso-oidc:AuthorizePage',
      'sso-oidc:CreateToken',
      ...rest,
    ])
    expect(world.files.contents()[docker]).toContain('public.ecr.aws')
    const [page] = world.places
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Signed in') })
    expect(secretsOf(world).length).toBeGreaterThan(3)
    for (const secret of secretsOf(world)) expect(`${run.stderr}${page?.body}`).not.toContain(secret)
  })

  it('over SSH: a code, confirmed in another browser', async () => {
    const world = worldOf({ visitor: overSsh(), env: { SSH_CONNECTION: '192.0.2.9 1 192.0.2.8 22' } })
    const run = await world.run('atmos auth login')
    expect(run.exitCode).toBe(0)
    const [, code = 'no code'] = /Code: ([A-Z]{4}-[A-Z]{4})\n/.exec(run.stderr) ?? []
    expect(run.stderr).toContain('with a code, in any browser, because this is an SSH session')
    expect(run.stderr).toContain(`https://device.sso.eu-west-1.amazonaws.com/?user_code=${code}\n`)
    expect(world.places[0]?.body).toContain('Request approved')
    expect(run.requests.filter(name => name === 'sso-oidc:StartDeviceAuthorization')).toHaveLength(1)
  })

  it.each(['auth login --flow device', 'auth login'])('by code where it is asked for: %s', async line => {
    const spec = line.includes('--flow') ? '' : 'spec: { flow: device }'
    const world = worldOf({ visitor: overSsh(), yaml: configuration(undefined, spec) })
    const run = await world.run(line)
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Code: ') })
    expect(run.stderr).not.toContain('because')
  })

  it('uses the session again, for other identities too, without a call to the sign-in service', async () => {
    const yaml = configuration().replace(
      '  integrations:',
      `    viewer:
      kind: aws/permission-set
      via: { provider: corp }
      principal: { name: ReadOnly, account: "123456789012" }
  integrations:`,
    )
    const world = worldOf({ visitor: atDesk(), yaml })
    expect((await world.run('auth login')).exitCode).toBe(0)
    const again = await world.run('auth login')
    expect(again).toMatchObject({ exitCode: 0, requests: rest.slice(2) })
    const viewer = await world.run('auth login viewer')
    expect(viewer).toMatchObject({
      exitCode: 0,
      requests: ['sso:GetRoleCredentials', 'sts:GetCallerIdentity'],
      stderr: expect.stringContaining('AWSReservedSSO_ReadOnly_'),
    })
    expect(world.places).toHaveLength(1)
  })

  it('is refreshed silently when the hour is over, and asks again when the session is', async () => {
    const world = worldOf({ visitor: atDesk() })
    await world.run('auth login')
    world.pass(2 * hour)
    const refreshed = await world.run('auth login')
    expect(refreshed.requests[0]).toBe('sso-oidc:CreateToken')
    expect(refreshed).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('Sign in') })
    expect(world.places).toHaveLength(1)
    world.pass(8 * hour)
    const anew = await world.run('auth login')
    expect(anew).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Sign in to') })
    expect(anew.requests, 'the registration still holds').not.toContain('sso-oidc:RegisterClient')
    world.pass(91 * day)
    const later = await world.run('auth login')
    expect(later).toMatchObject({ exitCode: 0 })
    expect(later.requests).toContain('sso-oidc:RegisterClient')
  })

  it('asks again when the refresh token was revoked', async () => {
    const world = worldOf({ visitor: overSsh() })
    await world.run('auth login')
    world.pass(2 * hour)
    world.emulator.people.revokeRefreshTokens()
    const run = await world.run('auth login')
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Code: ') })
    expect(run.requests.slice(0, 2)).toEqual(['sso-oidc:CreateToken', 'sso-oidc:StartDeviceAuthorization'])
    expect(world.places).toHaveLength(2)
  })

  it('asks again when an administrator ended the session, although its time is not over', async () => {
    const world = worldOf({ visitor: atDesk() })
    await world.run('auth login')
    world.pass(50 * 60_000)
    world.emulator.people.revokeSessions()
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(0)
    expect(world.places).toHaveLength(2)
  })

  it.each([2, -2])(
    'lets a clock that is %i hours wrong cost a refresh at most, and no person',
    async hours => {
      const world = worldOf({ visitor: atDesk() })
      await world.run('auth login --provider corp')
      world.emulator.setClockSkew(hours * hour)
      const run = await world.run('auth login')
      expect(run).toMatchObject({
        exitCode: 5,
        stderr: expect.stringContaining("this machine's clock is wrong"),
      })
      expect(run.requests.filter(name => name === 'sso-oidc:CreateToken')).toHaveLength(hours > 0 ? 1 : 0)
      world.emulator.setClockSkew(0)
      expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
      expect(world.places).toHaveLength(1)
    },
  )

  it('registers anew when the service has forgotten the client', async () => {
    const world = worldOf({ visitor: overSsh() })
    await world.run('auth login')
    world.emulator.people.revokeSessions()
    world.emulator.people.forgetClients()
    world.pass(9 * hour)
    const run = await world.run('auth login')
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Code: ') })
    expect(run.requests).toContain('sso-oidc:RegisterClient')
  })
})

describe('atmos auth login without a sign-in', () => {
  it.each([
    ['in the browser', atDesk()],
    ['by code', overSsh()],
  ])('denied %s: exit 4, in one sentence', async (_, visitor) => {
    const world = worldOf({ visitor })
    visitor.button = 'Deny access'
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('The sign-in to https://example.awsapps.com/start was refused')
    expect(run.stderr).toContain('denied the request')
    expect(run.stderr).toContain('code: sign-in-denied')
    if (visitor.desktop) {
      expect(world.places[0]).toMatchObject({ status: 400, body: expect.stringContaining('Not signed in') })
    }
    visitor.button = 'Allow access'
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
  })

  it('a code that nobody confirms: exit 4 after its ten minutes', async () => {
    const world = worldOf({ visitor: { desktop: false, button: undefined } })
    const before = world.now()
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('Nobody confirmed the code')
    expect(world.now() - before).toBeGreaterThanOrEqual(600_000)
    expect(world.now() - before).toBeLessThan(620_000)
  })

  it('no terminal: exit 4 at once, without a request, with the command to run', async () => {
    const run = await worldOf({}).run('auth login')
    expect(run).toMatchObject({ exitCode: 4, requests: [] })
    expect(run.stderr).toContain('atmos auth login --provider corp')
    expect(run.stderr).toContain('code: login-required')
  })

  it('no terminal, but a session: nobody is needed, until it is over', async () => {
    const visitor = atDesk()
    const world = worldOf({ visitor })
    await world.run('auth login')
    const leave = { GITHUB_ACTIONS: 'true', CI: 'true' }
    Object.assign(world.env, leave)
    world.pass(2 * hour)
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
    world.pass(9 * hour)
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('the session in ~/.aws/sso/cache has ended')
    expect(world.places).toHaveLength(1)
  })

  it('slow_down makes it ask less often, and still succeed', async () => {
    const world = worldOf({ visitor: overSsh() })
    world.emulator.inject('throttle', { operation: 'sso-oidc:CreateToken', times: 2 })
    const before = world.now()
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(0)
    expect(world.now() - before).toBeGreaterThanOrEqual(1000 + 6000 + 11_000)
  })
})

describe('accounts and permission sets', () => {
  const accounts = [
    ...Array.from({ length: 5 }, (_, i) => ({
      id: String(200_000_000_000 + i),
      name: `team-${i}`,
      permissionSets: ['ReadOnly'],
    })),
    { id: '123456789012', name: 'Sandbox', permissionSets: ['AdministratorAccess'] },
    { id: '123456789013', name: 'twin', permissionSets: ['AdministratorAccess'] },
    { id: '123456789014', name: 'twin', permissionSets: ['AdministratorAccess'] },
  ]
  const center = { accounts, pageSize: 2 }

  it('finds an account by its name on the third page', async () => {
    const world = worldOf({ visitor: atDesk(), center })
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(0)
    expect(run.requests.filter(name => name === 'sso:ListAccounts')).toHaveLength(4)
    expect(run.stderr).toContain('arn:aws:sts::123456789012:')
  })

  it.each([
    ['"123456789012"', 0],
    ['sandbox', 4],
    ['{ id: "123456789012" }', 0],
  ])('takes the account as %s', async (account, lists) => {
    const world = worldOf({ visitor: atDesk(), center, yaml: configuration(account) })
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(0)
    expect(run.requests.filter(name => name === 'sso:ListAccounts')).toHaveLength(lists)
  })

  it.each([
    ['snadbox', 5, /Did you mean Sandbox\?/],
    ['twin', 3, /123456789013, 123456789014/],
    ['team-1', 5, /ReadOnly/],
  ])('says what is there instead of %s', async (account, exitCode, words) => {
    const run = await worldOf({ visitor: atDesk(), center, yaml: configuration(account) }).run('auth login')
    expect(run.exitCode).toBe(exitCode)
    expect(run.stderr).toMatch(words)
  })

  it('lets a busy portal breathe', async () => {
    const world = worldOf({ visitor: atDesk(), center })
    world.emulator.inject('throttle', { operation: 'sso:ListAccounts', times: 3 })
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
  })
})

describe('auto_provision_identities', () => {
  it('finds hundreds of accounts at the pace that the portal allows, and becomes one of them', async () => {
    const accounts = Array.from({ length: 150 }, (_, i) => ({
      id: String(200_000_000_000 + i),
      name: `team-${i}`,
      permissionSets: ['Admin', 'ReadOnly'],
    }))
    const yaml = configuration(undefined, 'auto_provision_identities: true').replace(
      / {2}identities:[\s\S]*$/,
      '',
    )
    const world = worldOf({ visitor: atDesk(), yaml, center: { accounts, callsPerSecond: 20 } })
    const found = await world.run('auth login --provider corp')
    expect(found.exitCode).toBe(0)
    expect(found.stderr).toContain('Found 300 identities in corp')
    expect(found.stderr).not.toContain('could not be listed')
    expect(world.now() - Date.parse('2026-11-23T12:00:00Z')).toBeLessThan(60_000)
    const login = await world.run('auth login team-149/Admin')
    expect(login.exitCode).toBe(0)
    expect(login.stderr).toContain('arn:aws:sts::200000000149:assumed-role/AWSReservedSSO_Admin_')
    expect(world.places).toHaveLength(1)
  })
})
