import { describe, expect, it } from 'vitest'
import { officeConfig, openOffice } from '../doubles/office.ts'
import { createWorld, exampleKeys, type World } from '../doubles/world.ts'

const docker = '/home/me/.docker/config.json'
const credentials = '/home/me/.config/atmos/default/aws/sso/credentials'

const atWork = (world: World) =>
  Object.keys(world.files.contents()).filter(path => !path.startsWith('/work/'))

describe('atmos auth logout NAME', () => {
  it('leaves nothing of a login', async () => {
    const { world, office } = openOffice()
    await world.run('auth login')
    expect(atWork(world)).toHaveLength(5)
    expect(await world.run('atmos auth logout dev')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '✓ Logged out dev\n',
      requests: [],
    })
    expect(atWork(world)).toEqual([])
    expect(office.visits).toEqual(['in'])
    expect((await world.run('auth login')).requests).toContain('sts:AssumeRole')
  })

  it('leaves every other login and everybody else alone', async () => {
    const theirs =
      '{\n\t"auths": {\n\t\t"docker.io": {"auth": "YTpi"}\n\t},\n\t"HttpHeaders": {"X": "1"}\n}\n'
    const { world } = openOffice({
      files: { [docker]: theirs, [credentials]: '[mine]\naws_access_key_id = A\n' },
    })
    await world.run('auth login dev')
    await world.run('auth login ops')
    expect(world.files.contents()[docker]).not.toBe(theirs)
    const run = await world.run('auth logout D --verbose')
    expect(run.stderr).toBe(
      [
        `  removed the Docker login for public.ecr.aws in ${docker}`,
        `  removed the profile dev in ${credentials}`,
        '  removed stored credentials',
        '✓ Logged out dev',
        '',
      ].join('\n'),
    )
    expect(world.files.contents()[docker]).toBe(theirs)
    expect(world.files.contents()[credentials]).toMatch(/^\[mine\]\naws_access_key_id = A\n[^[]*\[ops\]/)
    expect(await world.run('auth exec -i ops -- x')).toMatchObject({ requests: [] })
  })

  it('names what is not ours any more, and leaves it', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    world.files.put(docker, '{"auths":{"public.ecr.aws":{"auth":"bWU6bWluZQ=="}}}')
    const text = world.files
      .contents()
      [credentials]?.replace(/aws_secret_access_key = .*/, 'aws_secret_access_key = mine')
    world.files.put(credentials, text ?? '')
    const run = await world.run('auth logout dev')
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.stderr).toBe(
      [
        `⚠ Left alone: the Docker login for public.ecr.aws in ${docker} was changed by somebody else`,
        `⚠ Left alone: the profile dev in ${credentials} was changed by somebody else`,
        '✓ Logged out dev with warnings',
        '',
      ].join('\n'),
    )
    expect(world.files.contents()[docker]).toContain('bWU6bWluZQ==')
    expect(world.files.contents()[credentials]).toContain('[dev]')
    expect((await world.run('auth logout dev')).stderr).toBe('There was nothing of ours to remove for dev\n')
  })

  it('fails where something cannot be removed, and knows it still', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    const written = world.files.contents()[docker] ?? ''
    world.files.put(docker, '{ torn')
    const run = await world.run('auth logout dev')
    expect(run.exitCode).toBe(7)
    expect(run.stderr).toContain(`✗ Could not remove the Docker login for public.ecr.aws in ${docker}`)
    expect(run.stderr).toContain('✓ Logged out dev with warnings')
    world.files.put(docker, written)
    expect((await world.run('auth logout dev')).stderr).toBe('✓ Logged out dev\n')
    expect(atWork(world)).toEqual([])
  })

  it('knows identities that are gone from the configuration', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    world.files.put('/work/atmos.yaml', 'auth: { identities: {} }')
    expect((await world.run('auth logout DEV')).stderr).toBe('✓ Logged out dev\n')
    expect(atWork(world)).toEqual([])
  })

  it('warns of a shell that points to what is gone', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    Object.assign(world.env, {
      ATMOS_IDENTITY: 'dev',
      AWS_PROFILE: 'dev',
      AWS_SHARED_CREDENTIALS_FILE: credentials,
    })
    expect((await world.run('auth logout')).stderr).toContain(
      '⚠ This shell still points to what was removed: unset AWS_PROFILE AWS_SHARED_CREDENTIALS_FILE\n',
    )
  })
})

describe('--provider, --tags, --all and --all-realms', () => {
  it.each(['--provider SSO', '--tags corp,other'])('%s: everything that starts there', async flags => {
    const { world, office } = openOffice()
    await world.run('auth login dev')
    await world.run('auth login ops')
    const run = await world.run(`auth logout ${flags}`)
    expect(run).toMatchObject({ exitCode: 0, requests: [] })
    expect(run.stderr).toContain('✓ Logged out provider sso (2 identities)\n')
    expect(run.stderr).toContain('A browser may still be signed in')
    expect(office.visits).toEqual(['in', 'in', 'out'])
    expect(atWork(world)).toEqual([])
  })

  it('--all: this configuration and ambient logins, not other projects', async () => {
    const { world } = openOffice({ env: exampleKeys })
    await world.run('aws ecr login --public')
    await world.run('auth login ops')
    world.files.put('/other/atmos.yaml', officeConfig.replace('ops', 'their'))
    await world.run('auth login their --config /other/atmos.yaml')
    const run = await world.run('auth logout --all')
    expect(run.stderr).toContain('✓ Logged out all 2 identities\n')
    expect(world.files.contents()[credentials]).toContain('[their]')
    expect(world.files.contents()[credentials]).not.toContain('[ops]')
    expect(JSON.parse(world.files.contents()[docker] ?? '{}')).not.toHaveProperty(['auths', 'public.ecr.aws'])
  })

  it('--all keeps realms apart, --all-realms does not', async () => {
    const { world } = openOffice()
    await world.run('auth login ops')
    world.env.ATMOS_AUTH_REALM = 'acme'
    await world.run('auth login ops')
    const all = await world.run('auth logout --all')
    expect(all.stderr).toContain('✓ Logged out all 2 identities (realm: acme)\n')
    expect(world.files.contents()[credentials]).toContain('[ops]')
    await world.run('auth login ops')
    expect((await world.run('auth logout --all-realms')).stderr).toContain('✓ Logged out from 2 realm(s)\n')
    expect(atWork(world)).toEqual([])
  })

  it('needs no configuration', async () => {
    const world = createWorld({ env: exampleKeys })
    await world.run('aws ecr login --public')
    expect((await world.run('auth logout --all')).stderr).toBe('✓ Logged out\n')
    expect(world.files.contents()).toEqual({})
  })
})

describe('two projects that call an identity the same, without a realm', () => {
  const project = (region: string, more = '') => `auth:
  identities:
    root: { kind: aws/user, credentials: { access_key_id: !env AWS_ACCESS_KEY_ID, secret_access_key: !env AWS_SECRET_ACCESS_KEY } }
    ci:
      kind: aws/assume-role
      via: { identity: root }
      principal: { assume_role: "arn:aws:iam::123456789012:role/DevRole", session_name: ${region}${more} }
  integrations:
    app:
      kind: aws/ecr
      via: { identity: ci }
      spec: { registry: { account_id: "123456789012", region: ${region} } }
`
  const host = (region: string) => `123456789012.dkr.ecr.${region}.amazonaws.com`
  const files = {
    '/one/atmos.yaml': project('us-east-1'),
    '/two/atmos.yaml': project('us-west-2'),
  }

  async function bothLoggedIn(): Promise<World> {
    const world = createWorld({ env: exampleKeys, files })
    expect(await world.run('--config /one/atmos.yaml auth login ci')).toMatchObject({ exitCode: 0 })
    expect(await world.run('--config /two/atmos.yaml auth login ci')).toMatchObject({ exitCode: 0 })
    return world
  }
  const registries = (world: World) =>
    Object.keys(JSON.parse(world.files.contents()[docker] ?? '{"auths":{}}').auths)

  it.each(['auth logout ci', 'auth logout --all'])('each logs out of its own: %s', async line => {
    const world = await bothLoggedIn()
    const dry = await world.run(`--config /two/atmos.yaml ${line} --dry-run`)
    expect(dry.stderr).not.toContain(host('us-east-1'))
    const run = await world.run(`--config /two/atmos.yaml ${line}`)
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain(
      'Left alone: logins of the same name made in /one; to remove them, run auth logout there',
    )
    expect(registries(world)).toEqual([host('us-east-1')])
    const again = await world.run('--config /one/atmos.yaml auth login ci')
    expect(again.requests).toEqual(['ecr:GetAuthorizationToken'])
  })

  it('also where its folder was moved since, or its role changed', async () => {
    const world = await bothLoggedIn()
    world.files.put('/moved/atmos.yaml', project('us-east-1'))
    await world.run('--config /moved/atmos.yaml auth logout ci')
    expect(registries(world)).toEqual([host('us-west-2')])
    world.files.put('/two/atmos.yaml', project('us-west-2', ', external_id: changed'))
    await world.run('--config /two/atmos.yaml auth logout ci')
    expect(registries(world)).toEqual([])
  })

  it('goes with everything else for --all-realms', async () => {
    const world = await bothLoggedIn()
    await world.run('--config /two/atmos.yaml auth logout --all-realms')
    expect(registries(world)).toEqual([])
  })
})

describe('--dry-run', () => {
  it('lists what would go, and leaves it', async () => {
    const { world } = openOffice()
    await world.run('auth login')
    const before = world.files.contents()
    const run = await world.run('auth logout --provider sso --dry-run')
    expect(run.stderr).toBe(
      [
        'Would be removed for provider sso, where it is still what was written:',
        `  the Docker login for public.ecr.aws in ${docker} (expires in 12h)`,
        `  the profile dev in ${credentials} (expires in 1h)`,
        '  stored credentials',
        '  the session of the provider sso',
        '',
      ].join('\n'),
    )
    expect(world.files.contents()).toEqual(before)
    expect((await world.run('auth logout ops --dry-run')).stderr).toBe('Nothing would be removed for ops\n')
  })
})

describe('a terminal', () => {
  it.each([
    ['identity dev', '✓ Logged out dev'],
    ['provider sso', '✓ Logged out provider sso (2 identities)'],
    ['all', '✓ Logged out all 2 identities'],
  ])('chooses %s', async (answer, line) => {
    const { world } = openOffice({ answers: [answer, answer] })
    await world.run('auth login dev')
    expect((await world.run('auth logout --no-color')).stderr).toContain(line)
    await world.run('auth login dev')
    expect((await world.run('auth logout --no-color -i')).stderr).toContain(line)
    expect(world.questions).toEqual(['Choose what to logout from:', 'Choose what to logout from:'])
  })

  it('may change its mind', async () => {
    expect((await openOffice({ answers: [undefined] }).world.run('auth logout')).exitCode).toBe(130)
  })
})

describe('--keychain', () => {
  const config = 'auth: { identities: { ci: { kind: aws/user } } }'
  const env = { ATMOS_KEYRING_TYPE: 'file', ATMOS_KEYRING_PASSWORD: 'correct horse' }
  const typed = [exampleKeys.AWS_ACCESS_KEY_ID, exampleKeys.AWS_SECRET_ACCESS_KEY, '', '']
  const path = '/home/me/.local/share/atmos/keyring/atmos-auth.json'

  it('deletes what a person typed, once that is confirmed', async () => {
    const { world } = openOffice({ env, answers: [...typed, false, true] }, config)
    expect((await world.run('auth user configure')).exitCode).toBe(0)
    expect(await world.run('auth logout ci')).toMatchObject({ exitCode: 0 })
    expect(await world.run('auth logout ci --keychain --no-color')).toMatchObject({
      exitCode: 0,
      stderr: 'Nothing was removed\n',
    })
    expect(world.files.contents()[path]).toBeDefined()
    expect((await world.run('auth logout ci --keychain --no-color')).stderr).toBe('✓ Logged out ci\n')
    expect((await world.run('auth whoami ci')).stderr).toContain('Identity ci has no keys')
  })

  it('needs --force where nobody can be asked', async () => {
    const { world } = openOffice({ env }, config)
    const run = await world.run('auth logout ci --keychain')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('Add --force')
    expect((await world.run('auth logout ci --keychain --force')).exitCode).toBe(0)
  })
})

describe('the words', () => {
  it.each([
    ['auth logout', 4, 'choose from: dev, ops'],
    ['auth logout nobody', 3, 'There is no identity called nobody'],
    ['auth logout --provider okta', 3, 'There is no provider called okta'],
    ['auth logout --tags ,', 2, '--tags needs a tag'],
    ['auth logout --tags nothing', 3, 'tags in use: corp'],
    ['auth logout dev --identity ops', 2, '--identity cannot be combined with the identity dev'],
    ['auth logout --all --provider sso', 2, '--all cannot be combined with --provider'],
    ['auth logout --tags corp --all-realms', 2, '--all-realms cannot be combined with --tags'],
  ])('%s: exit %i', async (line, exitCode, sentence) => {
    const run = await openOffice().world.run(line)
    expect(run).toMatchObject({ exitCode, stdout: '', requests: [] })
    expect(run.stderr).toContain(sentence)
  })
})
