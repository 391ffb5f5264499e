import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys } from '../doubles/world.ts'

const config = '/home/me/.docker/config.json'
const hour = 3_600_000

describe('atmos aws ecr login --public', () => {
  it('logs in with ambient keys, without any configuration', async () => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run('atmos aws ecr login --public')
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '✓ ECR Public login: public.ecr.aws (expires in 12h)\n',
      requests: ['ecr-public:GetAuthorizationToken'],
    })
    const written = JSON.parse(world.files.contents()[config] ?? '')
    const [user, password] = Buffer.from(written.auths['public.ecr.aws'].auth, 'base64').toString().split(':')
    expect(user).toBe('AWS')
    expect(password?.length).toBeGreaterThan(20)
    expect(run.stderr).not.toContain(password)
  })

  it('asks us-east-1, whatever the surroundings say', async () => {
    const world = createWorld({
      env: {
        ...exampleKeys,
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'cn-north-1',
        AWS_PROFILE: 'gone',
      },
    })
    const run = await world.run('aws ecr login --public')
    expect(run.exitCode).toBe(0)
    expect(world.emulator.requests[0]?.url).toBe('https://api.ecr-public.us-east-1.amazonaws.com/')
    expect(world.emulator.requests[0]?.headers.authorization).toContain('/us-east-1/ecr-public/aws4_request')
  })

  it('prints one object for scripts, without the secret', async () => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run('aws ecr login --public --format json')
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toEqual({
      logins: [
        {
          registry: 'public.ecr.aws',
          expiresAt: new Date(world.now() + 12 * hour).toISOString(),
          writtenTo: { type: 'file', path: config },
        },
      ],
    })
  })

  it('names both actions when one is not allowed', async () => {
    const world = createWorld({
      env: exampleKeys,
      emulator: {
        principals: [
          {
            arn: 'arn:aws:iam::123456789012:user/example',
            accessKeyId: exampleKeys.AWS_ACCESS_KEY_ID,
            secretAccessKey: exampleKeys.AWS_SECRET_ACCESS_KEY,
            allow: ['ecr-public:*'],
          },
        ],
      },
    })
    const run = await world.run('aws ecr login --public')
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain('sts:GetServiceBearerToken')
    expect(run.stderr).toContain('ecr-public:GetAuthorizationToken')
    expect(run.stderr).toContain('code: access-denied')
    expect(world.files.contents()).toEqual({})
  })
})

describe('atmos aws ecr login --registry', () => {
  const one = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
  const two = '987654321098.dkr.ecr.us-west-2.amazonaws.com'
  const third = '111122223333.dkr.ecr.us-east-2.amazonaws.com'

  it('makes one call per Region and reports in the order given', async () => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run(
      `aws ecr login --registry https://${one.toUpperCase()}/app:1 -r ${two} -r ${third} -r public.ecr.aws`,
    )
    expect(run.stderr).toBe(
      [
        `✓ ECR login: ${one} (expires in 12h)`,
        `✓ ECR login: ${two} (expires in 12h)`,
        `✓ ECR login: ${third} (expires in 12h)`,
        '✓ ECR Public login: public.ecr.aws (expires in 12h)',
        '',
      ].join('\n'),
    )
    expect([...run.requests].sort()).toEqual([
      'ecr-public:GetAuthorizationToken',
      'ecr:GetAuthorizationToken',
      'ecr:GetAuthorizationToken',
    ])
    expect(Object.keys(JSON.parse(world.files.contents()[config] ?? '').auths)).toEqual([
      one,
      two,
      third,
      'public.ecr.aws',
    ])
  })

  it('reports every registry although one fails, and exits with that one’s code', async () => {
    const world = createWorld({ env: exampleKeys })
    world.emulator.inject('throttle', { operation: 'ecr:GetAuthorizationToken', times: 99 })
    const run = await world.run(`aws ecr login -r ${one} -r public.ecr.aws`)
    expect(run.exitCode).toBe(6)
    expect(run.stderr).toContain(`✗ Could not log in to ${one}`)
    expect(run.stderr).toContain('✓ ECR Public login: public.ecr.aws (expires in 12h)')
    expect(Object.keys(JSON.parse(world.files.contents()[config] ?? '').auths)).toEqual(['public.ecr.aws'])
  })
})

describe('the words', () => {
  it.each([
    ['aws ecr login', 'does not know where to log in to'],
    ['aws ecr login --public --registry public.ecr.aws', '--public cannot be combined with --registry'],
    ['aws ecr login --publik', 'Did you mean --public?'],
    ['aws ecr logni --public', 'Did you mean login?'],
    ['aws ecr login -r docker.io', 'docker.io is not an Amazon ECR registry'],
    [
      `aws ecr login -r 123456789012.dkr.ecr.cn-north-1.amazonaws.com`,
      'Did you mean 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn?',
    ],
    ['aws ecr login --public --timeout soon', 'soon is not a duration'],
    ['terraform plan', "a command of Cloud Posse's Atmos"],
    ['aws ecr login one two', 'one word too many'],
    ['aws ecr login HTTPS://Public.ECR.aws/x', 'next: atmos aws ecr login --registry public.ecr.aws'],
  ])('%s: exit 2 and a sentence', async (line, sentence) => {
    const run = await createWorld().run(line)
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(sentence)
    expect(run.stderr).toContain('code: usage')
    expect(run.requests).toEqual([])
  })

  it('may name an integration like a registry', async () => {
    const integrations = '{ public.ecr.aws: { kind: aws/ecr-public, via: { identity: me } } }'
    const yaml = `auth: { identities: { me: { kind: aws/ambient } }, integrations: ${integrations} }`
    const world = createWorld({ env: exampleKeys, files: { '/work/atmos.yaml': yaml } })
    expect(await world.run('aws ecr login public.ecr.aws')).toMatchObject({ exitCode: 0 })
  })

  it('are refused as JSON where JSON was asked for', async () => {
    const run = await createWorld().run('aws ecr login --format json')
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: 'usage', exitCode: 2 } })
  })

  it.each(['--help', 'aws --help', 'aws ecr --help', 'aws ecr login --help', 'aws ecr'])(
    '%s helps on standard output',
    async line => {
      const run = await createWorld().run(line)
      expect(run).toMatchObject({ exitCode: 0, stderr: '' })
      expect(run.stdout).toContain('USAGE')
    },
  )
})
