import { beforeEach, describe, expect, it } from 'vitest'
import type { Visitor } from '../doubles/visitor.ts'
import { walk } from '../doubles/walker.ts'
import { createWorld, exampleKeys, type World } from '../doubles/world.ts'

/** People who sign in with SAML or as IAM users, all the way to Docker and the console, at the emulator. */

const role = 'arn:aws:iam::123456789012:role/DevRole'

const config = (keyring: string) => `
auth:
  keyring: ${keyring}
  providers:
    corp: { kind: aws/saml, url: https://idp.example.com/idp, region: eu-west-1 }
  identities:
    dev: { kind: aws/assume-role, via: { provider: corp }, principal: { assume_role: '${role}' } }
    wrong: { kind: aws/assume-role, via: { provider: corp }, principal: { assume_role: '${role}s' } }
    jane: { kind: aws/user, credentials: { webflow_enabled: true, region: eu-west-1 } }
    keys: { kind: aws/user, credentials: { access_key_id: !env AWS_ACCESS_KEY_ID, secret_access_key: !env AWS_SECRET_ACCESS_KEY } }
  integrations:
    public-dev: { kind: aws/ecr-public, via: { identity: dev } }
    public-jane: { kind: aws/ecr-public, via: { identity: jane } }
`

let visitor: Visitor
let world: World

const kept = '{ type: file, spec: { password_env: PASSWORD } }'
const forgotten = '{ type: memory }'

function begin(keyring: string): void {
  visitor = { desktop: true, button: 'Allow access' }
  world = createWorld({
    visitor,
    files: { '/work/atmos.yaml': config(keyring) },
    env: { PASSWORD: 'correct horse battery staple', ...exampleKeys },
  })
}

/** What the identity provider of the emulator makes the browser post to AWS. */
async function samlResponse(): Promise<string> {
  const { body } = await walk(
    { url: 'https://idp.example.com/idp', button: 'Sign in' },
    world.emulator.handle,
  )
  return /name="SAMLResponse"[^>]*value="([^"]+)"/.exec(body)?.[1]?.replaceAll('&#61;', '=') ?? ''
}

async function login(words: string) {
  world.files.put('/work/response', await samlResponse())
  return await world.run(`atmos auth login ${words} --saml-response-file response`)
}

const docker = () => JSON.parse(world.files.contents()['/home/me/.docker/config.json'] ?? '{}').auths

describe('a SAML response', () => {
  beforeEach(() => begin(forgotten))

  it('becomes the role it offers, and a login for Docker', async () => {
    const { exitCode, stderr, requests } = await login('dev')
    expect({ exitCode, requests }).toEqual({
      exitCode: 0,
      requests: expect.arrayContaining(['sts:AssumeRoleWithSAML', 'ecr-public:GetAuthorizationToken']),
    })
    expect(stderr).toContain(
      'Authenticated as arn:aws:sts::123456789012:assumed-role/DevRole/jane@example.com',
    )
    expect(Object.keys(docker())).toEqual(['public.ecr.aws'])
  })

  it('never becomes a role that resembles it', async () => {
    const { exitCode, stderr, requests } = await login('wrong')
    expect({ exitCode, requests }).toEqual({ exitCode: 5, requests: [] })
    expect(stderr).toContain(`does not offer the role ${role}s`)
  })

  it('is too late after five minutes, in the words of AWS', async () => {
    world.files.put('/work/response', await samlResponse())
    world.pass(6 * 60_000)
    const { exitCode, stderr } = await world.run('atmos auth login dev --saml-response-file response')
    expect(exitCode).toBe(4)
    expect(stderr).toMatch(/ExpiredToken/)
  })

  it('opens the console as that role, at AWS', async () => {
    begin(kept)
    await login('dev')
    const { exitCode, stdout, stderr, requests } = await world.run(
      'atmos auth console dev --print-only --duration 1h --destination ecr-public',
    )
    expect({ exitCode, stderr, requests }).toEqual({
      exitCode: 0,
      stderr: '',
      requests: ['signin:GetSigninToken'],
    })
    const opened = await world.emulator.handle({ method: 'GET', url: stdout.trim(), headers: {} })
    expect(opened.status).toBe(302)
    expect(opened.headers.location).toBe(
      'https://console.aws.amazon.com/ecr/public-registry/repositories?region=eu-west-1',
    )
  })
})

describe('an IAM user', () => {
  beforeEach(() => begin(forgotten))

  it('signs in in the browser, is renewed silently, and pulls through Docker', async () => {
    const first = await world.run('atmos auth login jane')
    expect(first).toMatchObject({ exitCode: 0, stdout: '' })
    expect(first.requests).toEqual(
      expect.arrayContaining(['signin:CreateOAuth2Token', 'ecr-public:GetAuthorizationToken']),
    )
    expect(world.places[0]?.body).toContain('Signed in')
    world.pass(14 * 60_000)
    const second = await world.run('atmos auth login jane')
    expect(second.exitCode).toBe(0)
    expect(second.requests).toContain('signin:CreateOAuth2Token')
    expect(world.places).toHaveLength(1)
    world.pass(13 * 3_600_000)
    expect((await world.run('atmos auth login jane')).exitCode).toBe(0)
    expect(world.places).toHaveLength(2)
  })

  it('may say no', async () => {
    visitor.button = 'Deny access'
    const { exitCode, stderr } = await world.run('atmos auth login jane')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('access_denied')
  })

  it('has a session of their own in every realm', async () => {
    const inRealm = async (realm: string, words: string) => {
      world.files.put('/work/atmos.yaml', config(forgotten).replace('auth:', `auth:\n  realm: ${realm}`))
      return await world.run(`atmos auth ${words}`)
    }
    await inRealm('acme', 'login jane')
    await inRealm('globex', 'login jane')
    expect(world.places).toHaveLength(2)
    await inRealm('globex', 'logout jane')
    await inRealm('acme', 'login jane')
    expect(world.places).toHaveLength(2)
    await inRealm('globex', 'login jane')
    expect(world.places).toHaveLength(3)
  })

  it('begins anew with --webflow, whatever there is', async () => {
    await world.run('atmos auth login jane')
    await world.run('atmos auth login jane --webflow')
    expect(world.places).toHaveLength(2)
  })

  it('never opens a browser because keys were forgotten', async () => {
    world.files.put(
      '/work/atmos.yaml',
      config(forgotten).replace('webflow_enabled: true', 'webflow_enabled: false'),
    )
    const { exitCode, stderr } = await world.run('atmos auth login jane')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('--webflow')
    expect(world.places).toHaveLength(0)
  })

  it.each(['jane', 'keys'])('opens the console: %s', async name => {
    const { exitCode, stdout, requests } = await world.run(`atmos auth console ${name} --print-only`)
    expect(exitCode).toBe(0)
    expect(requests).toContain(name === 'keys' ? 'sts:GetFederationToken' : 'signin:CreateOAuth2Token')
    const opened = await world.emulator.handle({ method: 'GET', url: stdout.trim(), headers: {} })
    expect(opened.status).toBe(302)
  })
})

it.each([
  ['dev --webflow', '--webflow does nothing for dev'],
  ['dev --flow device', '--flow does nothing for dev'],
  ['--provider corp --flow pkce', '--flow does nothing for corp'],
  ['jane --saml-response-file response', '--saml-response-file does nothing for jane'],
])('a flag that no step would heed is refused: %s', async (words, told) => {
  begin(forgotten)
  const { exitCode, stderr, requests } = await world.run(`atmos auth login ${words}`)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(told)
  expect(requests).toEqual([])
})
