import { describe, expect, it } from 'vitest'
import { openOffice } from '../doubles/office.ts'
import { credentialStore } from '../doubles/processes.ts'
import { createWorld, exampleKeys, type WorldOptions } from '../doubles/world.ts'

const ohio = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const docker = '/home/me/.docker/config.json'
const containers = '/home/me/.config/containers/auth.json'
const record = '/home/me/.local/state/atmos/docker-credential-atmos.json'
const notFound = 'credentials not found in native keychain\n'

const config = `
auth:
  identities:
    dev:
      kind: aws/user
      credentials: { access_key_id: ${exampleKeys.AWS_ACCESS_KEY_ID}, secret_access_key: ${exampleKeys.AWS_SECRET_ACCESS_KEY}, region: us-east-1 }
  integrations:
    images: { kind: aws/ecr-public, via: { identity: dev } }
    shop: { kind: aws/ecr, via: { identity: dev }, spec: { registry: { account_id: "123456789012", region: us-east-2 } } }
`

const here = { 'docker-credential-atmos': () => ({}) }

const open = (options: WorldOptions = {}) =>
  createWorld({
    ...options,
    programs: { ...here, ...options.programs },
    files: { '/work/atmos.yaml': config, ...options.files },
  })

describe('docker configure', () => {
  it('names us for exactly the hosts of the configuration, keeps every other byte, and undoes it', async () => {
    const before =
      '{ "auths": {"ghcr.io": {"auth": "YTpi"}},\r\n   "credHelpers" : {"gcr.io":"gcloud"},"n": 1.50e3 }\r\n'
    const world = open({ files: { [docker]: before } })
    expect(await world.run('docker configure')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `✓ docker-credential-atmos serves public.ecr.aws, ${ohio} (written to ${docker})\n`,
      requests: [],
    })
    expect(world.files.contents()[docker]).toBe(
      before.replace('"gcloud"', `"gcloud","public.ecr.aws":"atmos","${ohio}":"atmos"`),
    )
    expect((await world.run('docker configure')).stderr).toContain(`as ${docker} says already`)
    await world.helper('get', 'public.ecr.aws')
    expect(await world.run('docker configure --remove')).toMatchObject({
      exitCode: 0,
      stderr: `✓ docker-credential-atmos no longer serves public.ecr.aws, ${ohio} (taken out of ${docker})\n`,
    })
    expect(world.files.contents()).toEqual({ '/work/atmos.yaml': config, [docker]: before })
    expect((await world.run('docker configure --remove')).stderr).toContain('nothing to undo')
  })

  it('gives back what no configuration serves any more', async () => {
    const before = `{"credHelpers":{"${ohio}":"ecr-login"}}`
    const world = open({ files: { [docker]: before } })
    await world.run('docker configure')
    world.files.put('/work/atmos.yaml', config.slice(0, config.indexOf('    shop:')))
    expect((await world.run('docker configure')).stderr).toContain(
      `docker-credential-atmos no longer serves ${ohio} (taken out of ${docker})`,
    )
    expect(JSON.parse(world.files.contents()[docker] ?? '').credHelpers).toEqual({
      [ohio]: 'ecr-login',
      'public.ecr.aws': 'atmos',
    })
    await world.run('docker configure --remove')
    expect(world.files.contents()[docker]).toBe(before)
  })

  it('leaves out, and without a word, what is for Atmos only', async () => {
    const elsewhere =
      '    cluster: { kind: aws/eks, via: { identity: dev }, spec: { cluster: { name: x } } }\n'
    const world = open({ files: { '/work/atmos.yaml': config + elsewhere } })
    expect((await world.run('docker configure')).stderr).not.toContain('cluster')
    world.files.put('/work/atmos.yaml', config.slice(0, config.indexOf('    shop:')) + elsewhere)
    expect((await world.run('docker configure')).stderr).toContain(`no longer serves ${ohio} (`)
  })

  it.each([
    ['another configuration serves it', {}, config],
    ['it cannot be told: a configuration is broken', {}, 'auth: ['],
    ['it cannot be told: an entry is broken', {}, config.replace('us-east-2', 'nowhere')],
    ['it cannot be told: ambient credentials serve any', {}, 'auth: { docker: { ambient: true } }'],
    ['it cannot be told: a variable names a configuration', { ATMOS_CLI_CONFIG_PATH: '/work' }, ''],
  ])('takes nothing from a host where %s', async (_, env, elsewhere) => {
    const world = createWorld({
      env,
      programs: here,
      files: {
        '/work/atmos.yaml': config.slice(0, config.indexOf('    shop:')),
        '/other/atmos.yaml': config,
      },
    })
    expect(await world.run('--config /other/atmos.yaml docker configure')).toMatchObject({ exitCode: 0 })
    world.files.put('/other/atmos.yaml', elsewhere)
    expect(await world.run('docker configure')).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(world.files.contents()[docker] ?? '').credHelpers[ohio]).toBe('atmos')
  })

  it.each([
    ['its folder has no configuration at the moment', { '/work/app.ts': '' }, 'atmos'],
    ['its folder is gone', {}, undefined],
  ])('gives a host back only for good: %s', async (_, left, helper) => {
    const other = config.slice(0, config.indexOf('    shop:'))
    const world = open({ files: { '/work/atmos.yaml': config, '/other/atmos.yaml': other, ...left } })
    await world.run('docker configure')
    world.files.remove('/work/atmos.yaml')
    world.files.removeFolder('/work')
    expect(await world.run('--config /other/atmos.yaml docker configure')).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(world.files.contents()[docker] ?? '').credHelpers[ohio]).toBe(helper)
  })

  it('makes the file where there is none, and takes it away again', async () => {
    const world = open()
    await world.run('docker configure')
    expect(JSON.parse(world.files.contents()[docker] ?? '')).toEqual({
      credHelpers: { 'public.ecr.aws': 'atmos', [ohio]: 'atmos' },
    })
    await world.run('docker configure --remove')
    expect(world.files.contents()).toEqual({ '/work/atmos.yaml': config })
  })

  it('needs no atmos.yaml for hosts that are named', async () => {
    const world = createWorld({ env: exampleKeys, programs: here })
    const done = await world.run(
      `docker configure --public --registry https://${ohio.toUpperCase()}/ --format json`,
    )
    expect(JSON.parse(done.stdout)).toEqual({
      configured: [{ path: docker, registries: ['public.ecr.aws', ohio], store: false, changed: true }],
      removed: [],
      warnings: [],
    })
    for (const host of ['public.ecr.aws', ohio])
      expect(await world.helper('get', host)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await world.helper('list')).toMatchObject({ stdout: `{"public.ecr.aws":"AWS","${ohio}":"AWS"}\n` })
    expect(JSON.parse((await world.run('docker configure --remove --format json')).stdout)).toMatchObject({
      removed: [{ path: docker, registries: ['public.ecr.aws', ohio] }],
    })
    expect(world.files.contents()).toEqual({})
  })

  it('serves a named host with an identity', async () => {
    const world = open()
    const oregon = ohio.replace('east', 'west')
    expect(await world.run(`docker configure -r ${oregon} --identity dev`)).toMatchObject({ exitCode: 0 })
    expect(await world.helper('get', oregon)).toMatchObject({
      exitCode: 0,
      requests: ['ecr:GetAuthorizationToken'],
    })
    expect(await world.run(`docker configure -r ${oregon} --identity nobody`)).toMatchObject({ exitCode: 3 })
  })

  it('gives a host back to the helper that served it before', async () => {
    const before = '{"credHelpers":{"public.ecr.aws":"ecr-login"}}'
    const world = open({ files: { [docker]: before } })
    const { stderr } = await world.run('docker configure --public')
    expect(stderr).toContain('docker-credential-ecr-login served public.ecr.aws until now')
    await world.run('docker configure')
    await world.run('docker configure --remove')
    expect(world.files.contents()[docker]).toBe(before)
  })

  it('takes itself out where somebody else wrote it in, and leaves what is no longer ours', async () => {
    const world = open({
      files: { [docker]: '{"credHelpers":{"a.example":"atmos","b.example":"pass"},"credsStore":"atmos"}' },
    })
    await world.run('docker configure --remove')
    expect(world.files.contents()[docker]).toBe('{"credHelpers":{"b.example":"pass"}}')
    await world.run('docker configure')
    world.files.put(docker, '{"credHelpers":{"public.ecr.aws":"pass"}}')
    await world.run('docker configure --remove')
    expect(world.files.contents()[docker]).toBe('{"credHelpers":{"public.ecr.aws":"pass"}}')
  })

  it('names us for podman, buildah and skopeo in the file that stays', async () => {
    const runtime = '/run/user/1000/containers/auth.json'
    const world = open({
      env: { XDG_RUNTIME_DIR: '/run/user/1000' },
      files: { [runtime]: `{"auths":{"${ohio}":{"auth":"YTpi"}}}` },
    })
    const { stderr } = await world.run('docker configure --containers')
    expect(stderr).toContain(`${runtime} has a login for ${ohio}, which goes before ${containers}`)
    expect(JSON.parse(world.files.contents()[containers] ?? '').credHelpers).toEqual({
      'public.ecr.aws': 'atmos',
      [ohio]: 'atmos',
    })
    expect(world.files.contents()[docker]).toBeUndefined()
    await world.run('docker configure --remove')
    expect(world.files.contents()[containers]).toBeUndefined()
  })

  it.each([
    ['our program is not on PATH', { programs: {} }, /docker-credential-atmos is not on PATH/],
    [
      'a variable shadows us',
      { env: { DOCKER_AUTH_CONFIG: '{"auths":{"public.ecr.aws":{"auth":"YTpi"}}}' } },
      /unset DOCKER_AUTH_CONFIG/,
    ],
    [
      'Docker stops picking a store by itself',
      { programs: { ...here, pass: () => ({}), 'docker-credential-pass': () => ({}) } },
      /"credsStore": "pass"/,
    ],
  ])('warns when %s', async (_, options, words) => {
    const world = createWorld({ files: { '/work/atmos.yaml': config }, ...(options as WorldOptions) })
    expect(await world.run('docker configure')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(words),
    })
  })

  it.each([
    ['docker configure --remove --public', /--remove cannot be combined/],
    ['docker configure --store --containers', /--store cannot be combined/],
    ['docker configure --identity dev', /--identity needs --public or --registry/],
    ['docker configure --registry docker.io', /docker\.io is not an Amazon ECR registry/],
  ])('refuses %s', async (line, words) => {
    const world = open()
    expect(await world.run(line)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(words) })
    expect(world.files.contents()).toEqual({ '/work/atmos.yaml': config })
  })

  it('says what is missing where there is nothing to serve', async () => {
    const empty = createWorld()
    expect(await empty.run('docker configure')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('atmos docker configure --public'),
    })
  })

  it.each([
    ['docker configure', docker],
    ['docker configure --containers', containers],
  ])('leaves a broken file alone, and writes nothing else either: %s', async (line, path) => {
    const broken = open({ files: { [path]: '{"auths":' } })
    const before = broken.files.contents()
    expect(await broken.run(line)).toMatchObject({ exitCode: 7 })
    expect(broken.files.contents()).toEqual(before)
    expect(before[path]).toBe('{"auths":')
  })
})

describe('as the store for everything (--store)', () => {
  const kept = new Map<string, string>()
  const pass = { 'docker-credential-pass': credentialStore(kept) }
  const login = (host: string, secret: string) =>
    JSON.stringify({ ServerURL: host, Username: 'me', Secret: secret })

  it('passes the logins of others on to the store there was', async () => {
    const before = '{\n\t"credsStore": "pass"\n}'
    const world = open({ files: { [docker]: before }, programs: pass })
    expect(await world.run('docker configure --store')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('serves every registry'),
    })
    expect(world.files.contents()[docker]).toBe(before.replace('pass', 'atmos'))
    expect(await world.helper('store', login('https://ghcr.io', 'x'))).toMatchObject({
      exitCode: 0,
      stdout: '',
    })
    expect(await world.helper('get', 'https://ghcr.io')).toMatchObject({
      exitCode: 0,
      stdout: login('https://ghcr.io', 'x'),
    })
    expect(await world.helper('erase', 'https://ghcr.io')).toMatchObject({ exitCode: 0 })
    expect(await world.helper('get', 'https://ghcr.io')).toMatchObject({ exitCode: 1, stdout: notFound })
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ exitCode: 0 })
    await world.run('docker configure --remove')
    expect(world.files.contents()[docker]).toBe(before)
  })

  it('refuses where logins stand in the file, or the store is not there', async () => {
    for (const text of ['{"auths":{"ghcr.io":{"auth":"YTpi"}}}', '{"credsStore":"gone"}']) {
      const world = open({ files: { [docker]: text } })
      expect(await world.run('docker configure --store')).toMatchObject({
        exitCode: 7,
        stderr: expect.stringContaining('atmos docker configure'),
      })
      expect(world.files.contents()).toEqual({ '/work/atmos.yaml': config, [docker]: text })
    }
  })

  it('lists its own hosts and those of the store, and says when that store is gone', async () => {
    const gone = Object.assign(new Error('spawn docker-credential-pass ENOENT'), { code: 'ENOENT' })
    const list: WorldOptions['programs'] = {
      'docker-credential-pass': ({ args }) =>
        args[0] === 'list' ? { stdout: '{"https://ghcr.io":"me"}' } : Promise.reject(gone),
    }
    const world = open({ files: { [docker]: '{"credsStore":"pass"}' }, programs: list })
    await world.run('docker configure --store')
    expect(JSON.parse((await world.helper('list')).stdout)).toEqual({
      'https://ghcr.io': 'me',
      'public.ecr.aws': 'AWS',
      [ohio]: 'AWS',
    })
    expect(await world.helper('get', 'ghcr.io')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^Could not ask docker-credential-pass.*ENOENT\nNext: .*--remove\n$/),
    })
  })
})

describe('docker login and docker logout', () => {
  const login = (host: string, secret: string) =>
    JSON.stringify({ ServerURL: host, Username: 'AWS', Secret: secret })
  const hour = 60 * 60_000

  it('are taken: the login answers until half of its life is over, then our own renews it', async () => {
    const world = open()
    await world.run('docker configure')
    expect(await world.helper('store', login(`https://${ohio}/`, 'typed'))).toMatchObject({
      exitCode: 0,
      stdout: '',
    })
    expect(await world.helper('get', ohio)).toMatchObject({ quick: true, stdout: login(ohio, 'typed') })
    world.pass(6 * hour)
    const renewed = await world.helper('get', ohio)
    expect(renewed).toMatchObject({ exitCode: 0, requests: ['ecr:GetAuthorizationToken'] })
    expect(renewed.stdout).not.toContain('typed')
  })

  it('believe a token that says when it ends', async () => {
    const world = open()
    const end = (world.now() + 2 * hour) / 1000
    const token = Buffer.from(JSON.stringify({ payload: 'x', expiration: end })).toString('base64')
    await world.helper('store', login('public.ecr.aws', token))
    world.pass(hour - 1000)
    expect(await world.helper('get', 'public.ecr.aws', '/work')).toMatchObject({ quick: true })
    world.pass(2000)
    expect(await world.helper('get', 'public.ecr.aws', '/work')).toMatchObject({
      requests: ['ecr-public:GetAuthorizationToken'],
    })
  })

  it('serve a host nobody configured until the login has expired', async () => {
    const world = createWorld()
    await world.helper('store', login(ohio, 'typed'))
    world.pass(11 * hour)
    expect(await world.helper('get', ohio)).toMatchObject({ exitCode: 0, stdout: login(ohio, 'typed') })
    world.pass(hour)
    expect(await world.helper('get', ohio)).toMatchObject({ exitCode: 1, stdout: notFound })
  })

  it('forget on erase, as often as Docker says it and however it is spelled', async () => {
    const world = open()
    await world.run('docker configure')
    await world.helper('store', login('public.ecr.aws', 'typed'))
    await world.helper('get', ohio)
    for (const spelling of [
      'public.ecr.aws',
      'http://public.ecr.aws',
      'https://public.ecr.aws',
      ohio,
      'never.seen.example',
    ])
      expect(await world.helper('erase', spelling)).toMatchObject({ exitCode: 0, stdout: '', requests: [] })
    const again = await world.helper('get', 'public.ecr.aws')
    expect(again).toMatchObject({ quick: false, requests: ['ecr-public:GetAuthorizationToken'] })
    expect(await world.helper('get', ohio)).toMatchObject({ requests: ['ecr:GetAuthorizationToken'] })
  })

  it.each([
    ['', 'no credentials server URL\n'],
    ['{"ServerURL":"","Username":"a","Secret":"b"}', 'no credentials server URL\n'],
    ['{"ServerURL":"public.ecr.aws","Username":"","Secret":"b"}', 'no credentials username\n'],
    ['not json', 'no credentials server URL\n'],
  ])('refuse %j', async (input, sentence) => {
    expect(await open().helper('store', input)).toMatchObject({ exitCode: 1, stdout: sentence })
  })

  it('say what they cannot keep', async () => {
    const world = open()
    expect(await world.helper('store', login('ghcr.io', 'secret-word'))).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/Amazon ECR only, not of ghcr\.io\nNext: /),
    })
    world.files.refuseWrites = 'EROFS'
    const answer = await world.helper('store', login('public.ecr.aws', 'secret-word'))
    expect(answer).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/could not be kept/) })
    expect(answer.stdout + answer.stderr).not.toContain('secret-word')
  })
})

describe('in the way of an answer', () => {
  it('a person who must sign in is told how, and never asked', async () => {
    const { world, office } = openOffice({ answers: [true, 'yes', 'dev'], programs: here })
    await world.run('docker configure')
    office.closed = true
    const answer = await world.helper('get', 'public.ecr.aws')
    expect(answer).toMatchObject({
      exitCode: 1,
      stdout:
        'Could not log in to public.ecr.aws: The portal needs a person\nNext: atmos --chdir /work auth login\n',
      requests: [],
    })
    expect(world.questions).toEqual([])
    office.closed = false
    expect(await world.helper('get', 'public.ecr.aws')).toMatchObject({ exitCode: 0 })
  })

  it('a folder that cannot be written costs the cache, not the login', async () => {
    const world = open()
    world.files.refuseWrites = 'EROFS'
    for (let call = 0; call < 2; call += 1)
      expect(await world.helper('get', ohio, '/work')).toMatchObject({
        exitCode: 0,
        stderr: '',
        requests: ['ecr:GetAuthorizationToken'],
      })
  })

  it('two integrations with different identities: the first counts, with a warning', async () => {
    const two = `${config}    rival: { kind: aws/ecr-public, via: { identity: other } }\n`.replace(
      '  integrations:',
      '    other: { kind: aws/ambient }\n  integrations:',
    )
    const world = open({ files: { '/work/atmos.yaml': two } })
    const answer = await world.helper('get', 'public.ecr.aws', '/work')
    expect(answer).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('images and rival both serve public.ecr.aws'),
    })
    expect(await world.helper('get', ohio, '/work')).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('an integration bound to a provider uses the one identity that starts there', async () => {
    const text = (more: string) => `
auth:
  providers: { sso: { kind: test/portal, region: us-east-1, start_url: https://acme.example } }
  identities:
    dev: { kind: test/role, via: { provider: sso }, principal: { assume_role: "arn:aws:iam::123456789012:role/DevRole" } }
${more}
  integrations: { images: { kind: aws/ecr-public, via: { provider: sso } } }
`
    const one = openOffice({}, text('')).world
    expect(await one.helper('get', 'public.ecr.aws', '/work')).toMatchObject({ exitCode: 0 })
    expect(await one.run('aws ecr login images')).toMatchObject({ exitCode: 0 })
    const second =
      '    ops: { kind: test/role, via: { provider: sso }, principal: { assume_role: "arn:aws:iam::123456789012:role/OpsRole" } }'
    const two = openOffice({}, text(second)).world
    expect(await two.helper('get', 'public.ecr.aws', '/work')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /several identities start at the provider sso\nNext: Add "via: \{ identity: NAME \}"/,
      ),
    })
    expect(await two.run('aws ecr login images')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('several identities start at the provider sso'),
    })
  })

  it.each([
    [
      'a mistake in the entry',
      config.replace('us-east-2', 'nowhere'),
      /Could not tell whether the integration shop serves[\s\S]*Next: atmos auth validate/,
    ],
    ['a file that is no YAML', 'auth: [', /atmos\.yaml[\s\S]*Next: /],
    [
      'an identity that is not there',
      config.replaceAll('identity: dev', 'identity: gone'),
      /There is no identity called gone/,
    ],
    [
      'another account than expected',
      config.replace('spec: { registry', 'spec: { expected_account: "999999999999", registry'),
      /belong to account 123456789012, not to 999999999999/,
    ],
  ])('%s is told in two lines, never as "not found"', async (_, text, words) => {
    const world = open({ files: { '/work/atmos.yaml': text } })
    const answer = await world.helper('get', ohio, '/work')
    expect(answer).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(words) })
    expect(answer.stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(answer.stdout).not.toContain(notFound.trim())
    expect(await world.helper('get', 'ghcr.io', '/work')).toMatchObject({ stdout: notFound })
  })

  it('a configuration in pieces hides no other registry from list', async () => {
    const world = open({ files: { '/work/atmos.yaml': config.replace('us-east-2', 'nowhere') } })
    expect(await world.helper('list', '', '/work')).toMatchObject({
      exitCode: 0,
      stdout: '{"public.ecr.aws":"AWS"}\n',
    })
    world.files.put('/work/atmos.yaml', 'auth: [')
    expect(await world.helper('list', '', '/work')).toMatchObject({ exitCode: 1 })
  })

  it('who logs out leaves no tokens behind', async () => {
    const world = open()
    await world.run('docker configure')
    await world.helper('get', 'public.ecr.aws')
    expect(await world.run('auth logout dev')).toMatchObject({ exitCode: 0 })
    expect(Object.keys(world.files.contents()).filter(path => path.includes('registry-tokens'))).toEqual([])
  })

  it('keeps tokens where only their owner reads them, and no word of them elsewhere', async () => {
    const world = open()
    await world.run('docker configure')
    const { stdout } = await world.helper('get', 'public.ecr.aws')
    const secret = (JSON.parse(stdout) as { Secret: string }).Secret
    const holders = Object.entries(world.files.contents()).filter(([, text]) => text.includes(secret))
    expect(holders.map(([path]) => path)).toEqual([
      expect.stringMatching(/^\/home\/me\/\.cache\/atmos\/registry-tokens\/[0-9a-f]{40}\.json$/),
    ])
    for (const [path] of holders) expect(world.files.stat(path)?.mode).toBe(0o600)
    expect(world.files.contents()[record]).not.toContain('AKIA')
  })
})
