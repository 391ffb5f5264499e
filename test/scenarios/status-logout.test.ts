import { describe, expect, it } from 'vitest'
import { credentialStore } from '../doubles/processes.ts'
import { createWorld, exampleKeys, type World, type WorldOptions } from '../doubles/world.ts'

const config = '/home/me/.docker/config.json'
const one = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const hour = 3_600_000

const worldOf = (options: WorldOptions = {}) =>
  createWorld({ ...options, env: { ...exampleKeys, ...options.env } })

async function loggedIn(options: WorldOptions = {}, words = '--public'): Promise<World> {
  const world = worldOf(options)
  const run = await world.run(`aws ecr login ${words}`)
  expect(run.exitCode).toBe(0)
  return world
}

async function statusOf(world: World) {
  const run = await world.run('status --format json')
  expect(run).toMatchObject({ exitCode: 0, requests: [] })
  return JSON.parse(run.stdout).logins
}

const textOf = (world: World, path = config) => world.files.contents()[path]

describe('atmos status', () => {
  it('says that there is nothing, and how to log in', async () => {
    const run = await worldOf().run('status')
    expect(run).toMatchObject({ exitCode: 0, stdout: '', requests: [] })
    expect(run.stderr).toContain('atmos aws ecr login --public')
    expect((await worldOf().run('status --format json')).stdout).toBe('{"logins":[]}\n')
  })

  it('lists logins in a table, the secret nowhere', async () => {
    const world = await loggedIn({}, `-r public.ecr.aws -r ${one}`)
    world.pass(2.5 * hour)
    const run = await world.run('status')
    expect(run.stdout.split('\n').map(line => line.split(/ {2,}/))).toEqual([
      ['REGISTRY', 'IDENTITY', 'EXPIRES', 'FOUND', 'STORED IN'],
      ['public.ecr.aws', '(surroundings)', 'in 9h30m', 'by Docker', config],
      [one, '(surroundings)', 'in 9h30m', 'by Docker', config],
      [''],
    ])
    expect(run.stderr).toBe('')
    expect(run.requests).toEqual([])
  })

  it('prints one object for scripts', async () => {
    const world = await loggedIn()
    expect(await statusOf(world)).toEqual([
      {
        registry: 'public.ecr.aws',
        loggedInAt: new Date(world.now()).toISOString(),
        expiresAt: new Date(world.now() + 12 * hour).toISOString(),
        expired: false,
        storedIn: { type: 'file', path: config },
        reader: 'docker',
        state: 'found',
      },
    ])
  })

  it('says what expired, and what to do about it', async () => {
    const world = await loggedIn()
    world.pass(13 * hour)
    const run = await world.run('status')
    expect(run.stdout).toContain('  expired  by Docker')
    expect(run.stderr).toContain('atmos aws ecr logout --expired')
  })

  it.each<[string, (world: World) => void, string, RegExp]>([
    ['logged out', world => world.files.put(config, '{}'), 'absent', /has no login for it/],
    [
      'logged in otherwise',
      world => world.files.put(config, '{"auths":{"public.ecr.aws":{"auth":"QVdTOng="}}}'),
      'other',
      /another login is in/,
    ],
    [
      'logged in under a longer key',
      world => world.files.put(config, '{"auths":{"https://public.ecr.aws/v2/":{"auth":"QVdTOng="}}}'),
      'other',
      /another login is in/,
    ],
    [
      'chose a store',
      world => world.files.put(config, (textOf(world) ?? '').replace('{', '{"credsStore":"box",')),
      'absent',
      /docker-credential-box, which has no login/,
    ],
    [
      'set DOCKER_AUTH_CONFIG',
      world => {
        world.env.DOCKER_AUTH_CONFIG = '{"auths":{"public.ecr.aws":{"auth":"QVdTOng="}}}'
      },
      'absent',
      /DOCKER_AUTH_CONFIG/,
    ],
    ['broke the file', world => world.files.put(config, '{'), 'unknown', /not a Docker configuration/],
  ])('looks as Docker does after somebody %s', async (_, act, state, why) => {
    const world = await loggedIn({ programs: { 'docker-credential-box': credentialStore() } })
    act(world)
    expect(await statusOf(world)).toMatchObject([{ state, why: expect.stringMatching(why) }])
    const run = await world.run('status')
    expect(run.stdout).toMatch(state === 'unknown' ? / unknown {2}/ : / no {2}/)
    expect(run.stderr).toMatch(why)
  })

  it('finds a login in a credential store, and in the file once the store is gone or fails', async () => {
    const kept = new Map<string, string>()
    const programs = { 'docker-credential-box': credentialStore(kept) }
    const world = await loggedIn({ files: { [config]: '{"credsStore":"box"}' }, programs })
    expect(await statusOf(world)).toMatchObject([
      { storedIn: { type: 'store', program: 'docker-credential-box' }, state: 'found' },
    ])
    kept.clear()
    expect(await statusOf(world)).toMatchObject([{ state: 'absent' }])
    const failing = { 'docker-credential-box': () => ({ exitCode: 1, stdout: 'locked' }) }
    const other = await loggedIn({ programs: failing })
    other.files.put(config, (textOf(other) ?? '').replace('{', '{"credsStore":"box",'))
    expect(await statusOf(other)).toMatchObject([{ state: 'found' }])
  })

  it('knows that a program serves the registry by itself', async () => {
    const answer = JSON.stringify({ ServerURL: 'public.ecr.aws', Username: 'AWS', Secret: 'its own' })
    const world = await loggedIn({ programs: { 'docker-credential-ecr-login': () => ({ stdout: answer }) } })
    world.files.put(config, '{"credHelpers":{"public.ecr.aws":"ecr-login"}}')
    expect(await statusOf(world)).toMatchObject([{ state: 'served', why: expect.stringMatching(/serves/) }])
    world.pass(13 * hour)
    const run = await world.run('status')
    expect(run.stderr).toBe(
      'public.ecr.aws: docker-credential-ecr-login serves this registry by itself; the login in ' +
        `${config} is not used\n`,
    )
  })

  it('warns of an expired login that is still sent, and says how to get rid of it', async () => {
    const world = await loggedIn()
    world.pass(13 * hour)
    expect((await world.run('status')).stderr).toMatch(
      /^⚠ An expired login .*atmos aws ecr logout --expired\n$/,
    )
  })

  it('looks for podman’s logins as podman does, and into any other file by itself', async () => {
    const auth = '/run/user/1000/containers/auth.json'
    const world = await loggedIn(
      { env: { XDG_RUNTIME_DIR: '/run/user/1000' }, files: { '/run/user/1000/bus': '' } },
      '--public --to containers',
    )
    await world.run('aws ecr login --public --to file:/tmp/x.json')
    expect((await world.run('status')).stdout).toMatch(/ by podman .*\n.* by readers of the file /)
    world.files.put(auth, '{"auths":{"public.ecr.aws":{"auth":"QVdTOng="}}}')
    expect(await statusOf(world)).toMatchObject([
      { reader: 'containers', state: 'other' },
      { reader: 'file', state: 'found' },
    ])
    world.files.put(auth, '{"credHelpers":{"public.ecr.aws":"gone"}}')
    expect(await statusOf(world)).toMatchObject([{ state: 'absent' }, { state: 'found' }])
  })
})

describe('atmos aws ecr logout', () => {
  it('takes back what was written, and what was made around it', async () => {
    const world = await loggedIn({}, `-r public.ecr.aws -r ${one}`)
    const first = await world.run(`aws ecr logout https://${one.toUpperCase()}/app`)
    expect(first).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `✓ Logged out of ${one} (removed from ${config})\n`,
      requests: [],
    })
    expect(Object.keys(JSON.parse(textOf(world) ?? '').auths)).toEqual(['public.ecr.aws'])
    await world.run('aws ecr logout --public')
    expect(world.files.contents()).toEqual({})
    expect(await statusOf(world)).toEqual([])
  })

  it('restores the file it found, byte for byte, also when everything goes at once', async () => {
    const before = '{ "auths": { },\n  "currentContext" : "x" }'
    const world = await loggedIn({ files: { [config]: before } }, `-r public.ecr.aws -r ${one}`)
    expect((await world.run('aws ecr logout --all')).stderr.match(/Logged out of/g)?.length).toBe(2)
    expect(textOf(world)).toBe(before)
  })

  it('leaves alone what is somebody else’s by now', async () => {
    const world = await loggedIn()
    const theirs = '{"auths":{"public.ecr.aws":{"auth":"QVdTOng="}}}'
    world.files.put(config, theirs)
    const run = await world.run('aws ecr logout --public')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain('another login is in')
    expect(textOf(world)).toBe(theirs)
  })

  it('erases in a credential store', async () => {
    const kept = new Map<string, string>()
    const world = await loggedIn({
      files: { [config]: '{"credsStore":"box"}' },
      programs: { 'docker-credential-box': credentialStore(kept) },
    })
    expect(kept.size).toBe(1)
    await world.run('aws ecr logout --all')
    expect(kept.size).toBe(0)
    expect(textOf(world)).toBe('{"credsStore":"box"}')
  })

  it('--expired takes back only what has expired', async () => {
    const world = await loggedIn()
    world.pass(6 * hour)
    await world.run(`aws ecr login -r ${one}`)
    expect((await world.run('aws ecr logout --expired')).stderr).toContain(
      'No login of this program has expired',
    )
    world.pass(7 * hour)
    expect((await world.run(`aws ecr logout ${one} --expired`)).stderr).toContain('has expired')
    const run = await world.run('aws ecr logout --expired')
    expect(run.stderr).toBe(`✓ Logged out of public.ecr.aws (removed from ${config})\n`)
    expect(await statusOf(world)).toMatchObject([{ registry: one, state: 'found' }])
  })

  it('--dry-run says what would go and leaves it', async () => {
    const world = await loggedIn()
    const before = world.files.contents()
    const run = await world.run('aws ecr logout --all --dry-run')
    expect(run.stderr).toBe(`public.ecr.aws: the login in ${config} would be removed\n`)
    expect(world.files.contents()).toEqual(before)
    world.files.put(config, '{}')
    expect((await world.run('aws ecr logout --all --dry-run')).stderr).toContain('is gone from')
  })

  it('says of registries it never logged in to that it does not know them', async () => {
    const world = await loggedIn()
    const run = await world.run(`aws ecr logout ${one} --format json`)
    expect(run.exitCode).toBe(0)
    expect(JSON.parse(run.stdout)).toEqual({ dryRun: false, logouts: [], unknown: [one] })
    expect(run.stderr).toContain(`${one}: this program wrote no login for it`)
    expect(await statusOf(world)).toHaveLength(1)
    expect((await worldOf().run('aws ecr logout --all')).stderr).toContain('There is no login to take back')
  })

  it('keeps what could not be taken back for the next time', async () => {
    const world = await loggedIn()
    world.files.refuseWrites = 'EACCES'
    const run = await world.run('aws ecr logout --all')
    expect(run.exitCode).toBe(7)
    expect(run.stderr).toContain('Could not take back the login for public.ecr.aws')
    world.files.refuseWrites = undefined
    expect((await world.run('aws ecr logout --all')).stderr).toContain('✓ Logged out')
  })

  it.each([
    ['', 'does not know where to log out of'],
    [' --all --public', '--all cannot be combined with --public'],
    [' --all public.ecr.aws', '--all cannot be combined with registries'],
    [' docker.io', 'docker.io is not an Amazon ECR registry'],
  ])('%s: exit 2', async (words, sentence) => {
    const run = await worldOf().run(`aws ecr logout${words}`)
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(sentence)
  })
})
