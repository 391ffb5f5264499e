import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askProviderChain } from '../../src/clients/aws/credential-chain.ts'
import type { HttpRequest } from '../../src/effects/http.ts'
import { nodeClock } from '../../src/effects/node/clock.ts'
import { nodeFiles } from '../../src/effects/node/files.ts'
import { type Loopback, web } from '../doubles/loopback.ts'
import { type Reply, wire, xmlError } from '../doubles/wire.ts'

const before = { ...process.env }
let home: string
let servers: Loopback[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atmos-chain-'))
  servers = []
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  Object.assign(process.env, { HOME: home, AWS_EC2_METADATA_DISABLED: 'true' })
})

afterEach(async () => {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, before)
  await Promise.all(servers.map(server => server.close()))
  rmSync(home, { recursive: true, force: true })
  vi.restoreAllMocks()
})

/** Writes a file below the home folder. @returns its path */
function write(path: string, content: string): string {
  const full = join(home, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
  return full
}

/** Asks the real chain of the SDK; all it sends over our HTTP effect is answered here. */
async function ask(replies: readonly Reply[] = [], timeoutMs = 20_000) {
  const outside = wire(replies)
  const env = { ...outside.env, home, get: (name: string) => process.env[name] }
  const effects = { ...outside, env, files: nodeFiles(), clock: nodeClock(Date.now() + timeoutMs) }
  const outcome = await askProviderChain(effects).catch((error: unknown) => error)
  return { outcome, sent: outside.sent as readonly HttpRequest[] }
}

async function endpoint(paths: Readonly<Record<string, string>>): Promise<string> {
  const server = await web((request, response) => {
    const body = paths[`${request.method} ${request.url}`]
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  servers.push(server)
  return `http://127.0.0.1:${server.port}`
}

const later = new Date(Date.now() + 3_600_000).toISOString()
const credentialsXml = `<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${later}</Expiration></Credentials>`
const assumed: Reply = {
  headers: { 'content-type': 'text/xml' },
  body: `<AssumeRoleResponse><AssumeRoleResult>${credentialsXml}</AssumeRoleResult></AssumeRoleResponse>`,
}
const identified: Reply = {
  headers: { 'content-type': 'text/xml' },
  body: `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult>${credentialsXml}</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
}
const metadata = JSON.stringify({
  Code: 'Success',
  AccessKeyId: 'ASIAMETA',
  SecretAccessKey: 's',
  Token: 't',
  Expiration: later,
})

const staticProfile = '[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = hush\n'
const roleProfile = `${staticProfile}[profile role]\nrole_arn = arn:aws:iam::123456789012:role/dev\nsource_profile = default\n`
const ssoProfile =
  '[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Dev\n'

function cachedSso(expiresAt: string): void {
  const name = createHash('sha1').update('https://corp.awsapps.com/start').digest('hex')
  write(
    `.aws/sso/cache/${name}.json`,
    JSON.stringify({ accessToken: 'sso-token', expiresAt, region: 'eu-west-1' }),
  )
}

describe('ambient credentials beyond environment keys', () => {
  it('from a static profile, without a Region', async () => {
    write('.aws/credentials', staticProfile)
    expect((await ask()).outcome).toMatchObject({ accessKeyId: 'AKIAFILE', source: 'profile default' })
  })

  it('from a role, through our own HTTP', async () => {
    write('.aws/config', roleProfile)
    process.env.AWS_PROFILE = 'role'
    const { outcome, sent } = await ask([assumed])
    expect(outcome).toMatchObject({
      accessKeyId: 'ASIAROLE',
      expiresAt: Math.floor(Date.parse(later)),
      source: 'profile role',
    })
    expect(sent[0]?.url).toBe('https://sts.us-east-1.amazonaws.com/')
    expect(sent[0]?.body).toContain('Action=AssumeRole&')
  })

  it('from a web identity token, in the Region of the environment', async () => {
    process.env.AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/pod'
    process.env.AWS_WEB_IDENTITY_TOKEN_FILE = write('token', 'jwt')
    process.env.AWS_DEFAULT_REGION = 'eu-west-3'
    const { outcome, sent } = await ask([identified])
    expect(outcome).toMatchObject({ accessKeyId: 'ASIAROLE', source: 'web identity token' })
    expect(sent[0]?.url).toBe('https://sts.eu-west-3.amazonaws.com/')
    expect(sent[0]?.headers).not.toHaveProperty('authorization')
  })

  it('from a signed-in SSO profile', async () => {
    write('.aws/config', ssoProfile)
    cachedSso(later)
    process.env.AWS_PROFILE = 'dev'
    const roleCredentials = {
      accessKeyId: 'ASIASSO',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: Date.parse(later),
    }
    const { outcome, sent } = await ask([{ body: JSON.stringify({ roleCredentials }) }])
    expect(outcome).toMatchObject({ accessKeyId: 'ASIASSO', source: 'profile dev' })
    expect(sent[0]?.url).toBe(
      'https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Dev&account_id=123456789012',
    )
  })

  it('from credential_process', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROC', SecretAccessKey: 's' })
    write('.aws/config', `[profile tool]\ncredential_process = echo '${answer}'\n`)
    process.env.AWS_PROFILE = 'tool'
    expect((await ask()).outcome).toMatchObject({ accessKeyId: 'AKIAPROC', source: 'profile tool' })
  })

  it('from a container endpoint', async () => {
    process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `${await endpoint({ 'GET /v1': metadata })}/v1`
    expect((await ask()).outcome).toMatchObject({
      accessKeyId: 'ASIAMETA',
      source: 'container endpoint (ECS, EKS Pod Identity)',
    })
  })

  it('from an EC2 instance', async () => {
    delete process.env.AWS_EC2_METADATA_DISABLED
    const roles = '/latest/meta-data/iam/security-credentials/'
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await endpoint({
      'PUT /latest/api/token': 'token',
      [`GET ${roles}`]: 'web',
      [`GET ${roles}web`]: metadata,
    })
    expect((await ask()).outcome).toMatchObject({ accessKeyId: 'ASIAMETA', source: 'EC2 instance metadata' })
  })
})

describe('when the chain gives none', () => {
  it('names every source and its own reason', async () => {
    write(
      '.aws/config',
      '[profile tool]\ncredential_process = sh -c "echo broken thing >&2; exit 3" --secret hush\n',
    )
    process.env.AWS_PROFILE = 'tool'
    const { outcome } = await ask()
    expect(outcome).toMatchObject({ code: 'no-credentials', exitCode: 4 })
    const words = (outcome as Error).message
    expect(words).toContain('- profile tool: its credential_process failed: broken thing')
    expect(words).toContain('- EC2 instance metadata: AWS_EC2_METADATA_DISABLED is true')
    expect(words).not.toContain('hush')
  })

  it('says that an instance has none', async () => {
    delete process.env.AWS_EC2_METADATA_DISABLED
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await endpoint({})
    const { outcome } = await ask()
    expect(outcome).toMatchObject({ code: 'no-credentials' })
    expect((outcome as Error).message).toContain(
      'EC2 instance metadata: no answer, or no role attached to this instance',
    )
  })

  it.each(['expired', 'absent'])('sends a person whose SSO session is %s to the sign-in', async state => {
    write('.aws/config', ssoProfile)
    if (state === 'expired') cachedSso('2020-01-01T00:00:00Z')
    process.env.AWS_PROFILE = 'dev'
    expect((await ask()).outcome).toMatchObject({
      code: 'login-required',
      exitCode: 4,
      what: 'The sign-in behind profile dev has ended',
      next: 'Run: aws sso login --profile dev',
    })
  })

  it('so does a session that the portal no longer knows', async () => {
    write('.aws/config', ssoProfile)
    cachedSso(later)
    process.env.AWS_PROFILE = 'dev'
    const headers = { 'x-amzn-errortype': 'UnauthorizedException' }
    const body = '{"message":"Session token not found or invalid"}'
    expect((await ask([{ status: 401, headers, body }])).outcome).toMatchObject({ code: 'login-required' })
  })

  it('sends a person who never used `aws login` there', async () => {
    write('.aws/config', '[profile jane]\nlogin_session = arn:aws:iam::123456789012:user/jane\n')
    process.env.AWS_PROFILE = 'jane'
    expect((await ask()).outcome).toMatchObject({
      code: 'login-required',
      what: 'The sign-in behind profile jane has ended',
      next: 'Run: aws login --profile jane',
    })
  })

  it('tells which profile was most likely meant', async () => {
    write('.aws/config', '[profile Staging]\nregion = us-east-1\n')
    process.env.AWS_PROFILE = 'stagin'
    const { outcome } = await ask()
    expect((outcome as Error).message).toMatch(/- profile stagin: there is no .*; did you mean Staging\?\n/)
  })

  it("tells a role's denial in the words of STS", async () => {
    write('.aws/config', roleProfile)
    process.env.AWS_PROFILE = 'role'
    const { outcome } = await ask([xmlError('AccessDenied', 'User x is not authorized', 403)])
    expect(outcome).toMatchObject({
      code: 'role-not-assumable',
      exitCode: 5,
      what: 'AWS refused to give credentials for profile role',
      why: 'AccessDenied: User x is not authorized',
    })
  })

  it('tells a broken connection as one', async () => {
    write('.aws/config', roleProfile)
    process.env.AWS_PROFILE = 'role'
    const { outcome } = await ask([{ error: 'ECONNREFUSED' }])
    expect(outcome).toMatchObject({
      code: 'service-unreachable',
      what: 'Could not reach sts.us-east-1.amazonaws.com (credentials from profile role)',
    })
  })

  it('ends at the deadline', async () => {
    write('.aws/config', '[profile slow]\ncredential_process = sleep 3\n')
    process.env.AWS_PROFILE = 'slow'
    const start = Date.now()
    expect((await ask([], 300)).outcome).toMatchObject({ code: 'timed-out', exitCode: 6 })
    expect(Date.now() - start).toBeLessThan(2000)
  })

  it('keeps the console quiet', async () => {
    const said = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log'), vi.spyOn(process, 'emitWarning')]
    write('.aws/config', roleProfile)
    process.env.AWS_PROFILE = 'role'
    await ask([assumed])
    for (const spy of said) expect(spy).not.toHaveBeenCalled()
  })

  it('names the source that it waited for, which does not warn on the console meanwhile', async () => {
    const said = vi.spyOn(console, 'warn')
    const silent = await web(() => {})
    servers.push(silent)
    process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `http://127.0.0.1:${silent.port}/v1`
    const { outcome } = await ask([], 1500)
    expect(outcome).toMatchObject({
      code: 'timed-out',
      why: expect.stringMatching(/ and container endpoint .* was still being asked$/),
    })
    expect(said).not.toHaveBeenCalled()
  })
})
