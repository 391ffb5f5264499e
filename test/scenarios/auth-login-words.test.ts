import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys } from '../doubles/world.ts'

const yaml = `
auth:
  providers:
    pretend: { kind: mock/aws }
    idp: { kind: aws/saml, url: https://idp.test/, region: us-east-1 }
  identities:
    keys:
      kind: aws/user
      credentials: { access_key_id: !env AWS_ACCESS_KEY_ID, secret_access_key: !env AWS_SECRET_ACCESS_KEY }
    role:
      kind: aws/assume-role
      via: { identity: keys }
      principal: { assume_role: arn:aws:iam::123456789012:role/DevRole }
    mocked: { kind: mock/aws, via: { provider: pretend } }
`
const open = () => createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': yaml } })

describe('flags of auth login', () => {
  it.each([
    ['auth login mocked --webflow', '--webflow does nothing for mocked'],
    ['auth login role --saml-response-file r', '--saml-response-file does nothing for role'],
    ['auth login -p pretend --saml-response-file r', '--saml-response-file does nothing for pretend'],
    ['auth login -p pretend --expect-account 123456789012', 'signing in to a provider chooses no account'],
    ['auth login -p pretend --webflow', '--provider cannot be combined with --webflow'],
    ['auth login -p pretend keys', '--provider cannot be combined with an identity'],
  ])('that would be lost are refused: %s', async (line, sentence) => {
    const world = open()
    const run = await world.run(line)
    expect(run).toMatchObject({ exitCode: 2, stdout: '', requests: [] })
    expect(run.stderr).toContain(sentence)
    expect(Object.keys(world.files.contents())).toEqual(['/work/atmos.yaml'])
  })

  it.each(['auth login role --webflow', 'auth login keys --webflow'])(
    'that some step heeds are not: %s',
    async line => {
      expect((await open().run(line)).stderr).toContain('Run at a terminal: atmos auth login keys --webflow')
    },
  )

  it('--format json is one object for a provider, too', async () => {
    const run = await open().run('auth login --provider pretend --format json')
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(run.stdout)).toEqual({ provider: 'pretend', expiresAt: '2099-12-31T23:59:59.000Z' })
  })
})

describe('what auth login says of itself', () => {
  const withRegistry = `${yaml}
  integrations:
    public: { kind: aws/ecr-public, via: { identity: keys } }
`
  const deaf = (files: string) => {
    const world = createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': files } })
    world.emulator.inject('server-error', { operation: 'sts:GetCallerIdentity', times: 9 })
    return world
  }

  it('is the name, where AWS cannot be asked for more and a registry proved the keys', async () => {
    const run = await deaf(withRegistry).run('auth login keys')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain('⚠ Whose credentials these are could not be asked: AWS failed at sts:')
    expect(run.stderr).toContain('✓ Authenticated as keys\n✓ ECR Public login: public.ecr.aws')
  })

  it('is a failure, where nothing proved the keys', async () => {
    const run = await deaf(yaml).run('auth login keys')
    expect(run).toMatchObject({ exitCode: 6, stderr: expect.not.stringContaining('✓') })
  })
})

describe('stored credentials that AWS does not know any more', () => {
  const withSession = yaml.replace(
    '      credentials: {',
    '      session: { duration: 1h }\n      credentials: {',
  )
  const linked = `${withSession}
  integrations:
    public: { kind: aws/ecr-public, via: { identity: role } }
`
  const renewed = ['ecr-public:GetAuthorizationToken', 'sts:GetSessionToken', 'sts:AssumeRole']

  it.each([
    ['auth login role', [...renewed, 'ecr-public:GetAuthorizationToken']],
    ['aws ecr login public', [...renewed, 'ecr-public:GetAuthorizationToken']],
    ['aws ecr login -i role', [...renewed, 'ecr-public:GetAuthorizationToken']],
    ['aws ecr login --public -i role', [...renewed, 'ecr-public:GetAuthorizationToken']],
    ['auth login keys', ['sts:GetCallerIdentity', 'sts:GetSessionToken', 'sts:GetCallerIdentity']],
  ])('are replaced, once: %s', async (line, requests) => {
    const world = createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': linked } })
    await world.run('auth login role')
    await world.run('auth login keys')
    world.emulator.revokeSessions()
    const run = await world.run(line)
    expect(run).toMatchObject({ exitCode: 0, requests, stderr: expect.not.stringContaining('✗') })
    expect(run.stderr).not.toContain('⚠')
  })

  it.each(['auth login role', 'aws ecr login public', 'aws ecr login --public -i role'])(
    'are not what was just made, which is not made again: %s',
    async line => {
      const world = createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': linked } })
      const body = '{"__type":"UnrecognizedClientException","message":"The security token is invalid."}'
      const answer = { status: 400, headers: {}, body }
      world.emulator.inject({ answer }, { operation: 'ecr-public:GetAuthorizationToken', times: 9 })
      const run = await world.run(line)
      expect(run.requests).toEqual([...renewed.slice(1), 'ecr-public:GetAuthorizationToken'])
      expect(run.stderr).toContain('UnrecognizedClientException')
    },
  )

  it('are what fails where nothing was stored', async () => {
    const files = { '/work/atmos.yaml': yaml }
    const env = { ...exampleKeys, AWS_ACCESS_KEY_ID: 'AKIAGONE000000000000' }
    const run = await createWorld({ env, files }).run('auth login keys')
    expect(run).toMatchObject({ exitCode: 5, requests: ['sts:GetCallerIdentity'] })
  })
})

describe('an entry of a kind that is not ours', () => {
  const strange = `${yaml}
    cloud: { kind: azure/subscription, via: { provider: pretend } }
    typo: { kind: aws/asume-role, via: { identity: keys } }
  integrations:
    cluster: { kind: aws/eks, via: { identity: keys } }
`
  it.each([
    ['auth login cloud', 'why:  Atmos has it', "next: Use Cloud Posse's atmos for it"],
    ['aws ecr login cluster', 'Atmos has it', "next: Use Cloud Posse's atmos for it"],
    ['auth login typo', 'aws/asume-role is not a kind', 'next: Did you mean aws/assume-role?'],
  ])('%s', async (line, why, next) => {
    const world = createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': strange } })
    const run = await world.run(line)
    expect(run).toMatchObject({ exitCode: 3, requests: [] })
    expect(run.stderr).toContain(why)
    expect(run.stderr).toContain(next)
  })
})
