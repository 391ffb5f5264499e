import { describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '../../src/emulator/options.ts'
import { corpIdentity } from '../doubles/corp-config.ts'
import type { Visitor } from '../doubles/visitor.ts'
import { walk } from '../doubles/walker.ts'
import { createWorld, type World } from '../doubles/world.ts'

const minute = 60_000
const hour = 60 * minute
const role = 'arn:aws:iam::123456789012:role/DevRole'

const atDesk = (): Visitor => ({ desktop: true, button: 'Allow access' })

function worldOf(identities: string, visitor?: Visitor, emulator: EmulatorOptions = {}): World {
  const files = { '/work/atmos.yaml': `auth:${identities}` }
  return createWorld({ files, emulator, env: { NO_COLOR: '1' }, ...(visitor && { visitor }) })
}

const registry = (identity: string) => `
  integrations:
    public: { kind: aws/ecr-public, via: { identity: ${identity} } }
`

describe('atmos auth login by SAML', () => {
  const yaml = `
  providers:
    corp: { kind: aws/saml, url: https://idp.example.com/app, region: us-east-1 }
  identities:
    dev:
      kind: aws/assume-role
      default: true
      via: { provider: corp }
      principal: { assume_role: ${role} }
${registry('dev')}`

  /** What the identity provider makes a browser post to AWS, saved by somebody. */
  async function saveResponse(world: World): Promise<void> {
    const errand = { url: 'https://idp.example.com/app', button: 'Sign in' }
    const { body } = await walk(errand, world.emulator.handle)
    const [, response = ''] = /name="SAMLResponse" value="([^"]+)"/.exec(body) ?? []
    world.files.put(
      '/work/response.txt',
      response.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
    )
    world.emulator.forgetRequests()
  }

  it('takes the response out of a file, to ECR Public', async () => {
    const world = worldOf(yaml)
    await saveResponse(world)
    const run = await world.run('auth login --saml-response-file response.txt')
    expect(run).toMatchObject({
      exitCode: 0,
      requests: ['sts:AssumeRoleWithSAML', 'ecr-public:GetAuthorizationToken'],
    })
    expect(run.stderr).toContain('arn:aws:sts::123456789012:assumed-role/DevRole/jane@example.com')
  })

  it('says that an old response is old', async () => {
    const world = worldOf(yaml)
    await saveResponse(world)
    world.pass(6 * minute)
    const run = await world.run('auth login --saml-response-file response.txt')
    expect([4, 5]).toContain(run.exitCode)
    expect(run.stderr).toMatch(/expired|5 minutes/)
  })

  it('takes no role that the response does not offer', async () => {
    const world = worldOf(yaml, undefined, {
      saml: { roles: [`${role}2,arn:aws:iam::123456789012:saml-provider/example`] },
    })
    await saveResponse(world)
    const run = await world.run('auth login --saml-response-file response.txt')
    expect(run).toMatchObject({ exitCode: 5, requests: [] })
    expect(run.stderr).toContain(`${role}2`)
  })
})

describe('atmos auth login of an IAM user in the browser', () => {
  const yaml = `
  identities:
    jane: { kind: aws/user, default: true, credentials: { webflow_enabled: true, region: us-east-1 } }
${registry('jane')}`

  it('signs in by the page, goes on for hours without it, and asks again when revoked', async () => {
    const world = worldOf(yaml, atDesk())
    const first = await world.run('auth login')
    expect(first.exitCode).toBe(0)
    expect(first.stderr).toContain('https://us-east-1.signin.aws.amazon.com/v1/authorize?')
    expect(first.requests.slice(0, 4)).toEqual([
      'signin:AuthorizePage',
      'signin:AuthorizePage',
      'signin:CreateOAuth2Token',
      'ecr-public:GetAuthorizationToken',
    ])
    expect(world.places[0]).toMatchObject({ status: 200, body: expect.stringContaining('Signed in') })
    world.pass(hour)
    const second = await world.run('auth login')
    expect(second).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('authorize') })
    expect(second.requests[0]).toBe('signin:CreateOAuth2Token')
    world.pass(hour)
    world.emulator.revokeSignIns()
    expect(await world.run('auth login')).toMatchObject({ exitCode: 0 })
    expect(world.places).toHaveLength(2)
  })

  it('is denied by the person: exit 4', async () => {
    const world = worldOf(yaml, { desktop: true, button: 'Deny access' })
    const run = await world.run('auth login')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('access_denied')
  })

  it('is not begun where nobody is: exit 4 at once', async () => {
    const run = await worldOf(yaml).run('auth login')
    expect(run).toMatchObject({ exitCode: 4, requests: [] })
    expect(run.stderr).toContain('atmos auth login jane --webflow')
  })
})

describe('atmos auth console', () => {
  const yaml = `
${corpIdentity}    chained:
      kind: aws/assume-role
      via: { identity: dev }
      principal: { assume_role: ${role} }
`
  const open = (world: World, url: string) =>
    world.emulator.handle({ method: 'GET', url: url.trim(), headers: {} })

  it('prints an address that signs in to the page that was asked for, once the person has signed in', async () => {
    const world = worldOf(yaml, atDesk())
    const run = await world.run('auth console --print-only --destination ecr --duration 2h')
    expect(run.exitCode).toBe(0)
    expect(await open(world, run.stdout)).toMatchObject({
      status: 302,
      headers: {
        location: expect.stringMatching(/^https:\/\/([a-z0-9-]+\.)?console\.aws\.amazon\.com\/ecr/),
      },
    })
    expect(world.emulator.requests.map(({ url }) => url).join()).toContain('SessionDuration=7200')
  })

  it('opens it for a chained role, and asks AWS for no duration there', async () => {
    const world = worldOf(yaml, atDesk())
    const run = await world.run('auth console chained --print-only')
    expect(run.exitCode).toBe(0)
    expect((await open(world, run.stdout)).status).toBe(302)
    const refused = await world.run('auth console chained --print-only --duration 2h')
    expect(refused).toMatchObject({ exitCode: expect.any(Number), stdout: '' })
    expect(refused.exitCode).toBeGreaterThan(0)
    expect(refused.requests).not.toContain('signin:GetSigninToken')
  })

  it('serves an IAM user by GetFederationToken', async () => {
    const world = worldOf(`
  identities:
    user:
      kind: aws/user
      default: true
      credentials: { access_key_id: AKIAEMULATOR0EXAMPLE, secret_access_key: emulator/only/opens/nothing/elsewhere/00 }
`)
    const run = await world.run('auth console --print-only --duration 1h')
    expect(run).toMatchObject({ exitCode: 0, requests: ['sts:GetFederationToken', 'signin:GetSigninToken'] })
    expect((await open(world, run.stdout)).status).toBe(302)
  })
})
