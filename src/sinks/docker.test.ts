import { describe, expect, it } from 'vitest'
import { fakeEnvironment } from '../../test/doubles/environment.ts'
import { memoryFiles } from '../../test/doubles/files.ts'
import { credentialStore, type FakeProgram, fakeProcesses } from '../../test/doubles/processes.ts'
import type { Login } from '../auth/login.ts'
import { Secret } from '../auth/secret.ts'
import { Failure } from '../errors/failure.ts'
import type { DockerReceipt } from './docker/outcome.ts'
import { fromDocker } from './docker/take-back.ts'
import { toDocker } from './docker.ts'

const path = '/home/me/.docker/config.json'
const host = 'public.ecr.aws'
const second = '123456789012.dkr.ecr.us-east-2.amazonaws.com'

interface World {
  readonly config?: string | undefined
  readonly env?: Readonly<Record<string, string>>
  readonly home?: string | undefined
  readonly programs?: Readonly<Record<string, FakeProgram>>
}

function world({ config, env = {}, programs = {}, ...rest }: World = {}) {
  const files = memoryFiles(config === undefined ? {} : { [path]: config })
  return {
    files,
    processes: fakeProcesses(programs),
    clock: { now: () => 0, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY },
    env: fakeEnvironment(env, 'home' in rest ? { home: rest.home } : {}),
  }
}

function login(registry = host, password = 'fresh-token'): Login {
  return { registry, username: 'AWS', password: new Secret(password), expiresAt: 0 }
}

const authOf = (password: string) => Buffer.from(`AWS:${password}`).toString('base64')

async function receipt(effects: ReturnType<typeof world>, given = login()): Promise<DockerReceipt> {
  const [outcome] = await toDocker([given], effects)
  if (outcome === undefined || outcome instanceof Failure) throw outcome ?? new Error('no outcome')
  return outcome
}

async function failure(effects: ReturnType<typeof world>, given = login()): Promise<Failure> {
  const [outcome] = await toDocker([given], effects)
  if (!(outcome instanceof Failure)) throw new Error('it did not fail')
  return outcome
}

describe('the file', () => {
  it('gets every login in one edit, and each is read back', async () => {
    const effects = world({ config: '{"auths":{"ghcr.io":{"auth":"QTpi"}}}' })
    let writes = 0
    effects.files.onReplace = moment => {
      if (moment === 'after') writes += 1
    }
    const outcomes = await toDocker([login(), login(second, 'other')], effects)
    expect(outcomes).toMatchObject([
      { registry: host, place: { type: 'file', path }, warnings: [] },
      { registry: second, place: { type: 'file', path }, warnings: [] },
    ])
    expect(writes).toBe(1)
    expect(JSON.parse(effects.files.contents()[path] ?? '')).toEqual({
      auths: {
        'ghcr.io': { auth: 'QTpi' },
        [host]: { auth: authOf('fresh-token') },
        [second]: { auth: authOf('other') },
      },
    })
  })

  it.each([
    ['DOCKER_CONFIG', { DOCKER_CONFIG: '/ci/job' }, '/ci/job/config.json'],
    ['a relative DOCKER_CONFIG', { DOCKER_CONFIG: 'job' }, '/work/job/config.json'],
    ['an empty DOCKER_CONFIG', { DOCKER_CONFIG: '' }, path],
  ])('lies where %s says', async (_, env, expected) => {
    expect((await receipt(world({ env }))).place).toEqual({ type: 'file', path: expected })
  })

  it('lies in the folder that is asked for', async () => {
    const effects = world({ env: { DOCKER_CONFIG: '/ci/job' } })
    const [outcome] = await toDocker([login()], effects, { folder: '/mine' })
    expect(outcome).toMatchObject({ place: { path: '/mine/config.json' } })
  })

  it('cannot be found without a home', async () => {
    const refused = await failure(world({ home: undefined }))
    expect(refused).toMatchObject({ code: 'docker-config-unwritable', exitCode: 7 })
    expect(refused.why).toContain('HOME')
    expect((await receipt(world({ home: undefined, env: { DOCKER_CONFIG: '/d' } }))).place).toMatchObject({
      type: 'file',
    })
  })

  it('is not written when it holds the login already', async () => {
    const effects = world()
    await receipt(effects)
    effects.files.onReplace = () => expect.fail('it was written again')
    await receipt(effects)
  })

  it.each([
    ['truncated', '{"auths":{"ghcr.io":{"auth":"QTpi"', /too early.*line 1, column 35/],
    ['a list', '[]', /object/],
    ['with a list of logins', '{"auths":[]}', /"auths" is not an object.*line 1, column 10/],
    ['with a comment', '{\n  // mine\n}', /comments.*line 2, column 3/],
    ['with a byte order mark', '\ufeff{}', /byte order mark/],
    ['with NULs', '{}\0\0', /NUL.*column 3/],
    ['that Docker cannot decode', '{"auths":{"ghcr.io":{"auth":"%%%"}}}', /"ghcr.io" cannot be decoded/],
    ['with a number for a store', '{"credsStore":1}', /"credsStore" is not a text/],
  ])('is refused and left alone when it is %s', async (_, config, words) => {
    const effects = world({ config })
    const refused = await failure(effects)
    expect(refused).toMatchObject({ code: 'docker-config-invalid', exitCode: 7 })
    expect(refused.why).toMatch(words)
    expect(refused.next).toBeTruthy()
    expect(effects.files.contents()[path]).toBe(config)
  })

  it('is refused when it is not UTF-8, without quoting it', async () => {
    const effects = world()
    effects.files.put(path, Buffer.from([0x7b, 0x0a, 0x22, 0x61, 0xff, 0x22, 0x7d]))
    expect((await failure(effects)).why).toBe('it is not UTF-8, line 2, column 3')
  })

  it.each([
    ['EACCES', /^Make .* writable, or point DOCKER_CONFIG/],
    ['EROFS', /^Make .* writable, or point DOCKER_CONFIG/],
    ['ENOSPC', /^Make room/],
    ['ENOTDIR', /^Point DOCKER_CONFIG to a folder/],
    ['EISDIR', /^Move it away: mv /],
    ['ELOOP', /^Remove the link/],
  ])('says why it cannot be written, and what helps: %s', async (code, help) => {
    const effects = world({ config: '{}' })
    effects.files.refuseWrites = code
    const refused = await failure(effects)
    expect(refused).toMatchObject({
      code: 'docker-config-unwritable',
      exitCode: 7,
      what: `Could not change ${path}`,
    })
    expect(refused.why).toContain(code)
    expect(refused.next).toMatch(help)
    expect(effects.files.contents()[path]).toBe('{}')
  })

  it('warns when others can read it', async () => {
    const effects = world()
    effects.files.put(path, '{}', 0o644)
    expect((await receipt(effects)).warnings.join()).toContain(`chmod 600 ${path}`)
  })
})

describe('neighbours who know no lock', () => {
  it('lose nothing when they write before our rename', async () => {
    const effects = world({ config: '{"auths":{}}' })
    let visits = 0
    effects.files.onReplace = moment => {
      if (moment === 'before' && ++visits === 1)
        effects.files.put(path, '{"auths":{"ghcr.io":{"auth":"QTpi"}}}')
    }
    await receipt(effects)
    const { auths } = JSON.parse(effects.files.contents()[path] ?? '')
    expect(Object.keys(auths)).toEqual(['ghcr.io', host])
  })

  it('do not win by writing over us right after it', async () => {
    const effects = world({ config: '{"auths":{}}' })
    let visits = 0
    effects.files.onReplace = moment => {
      if (moment === 'after' && ++visits === 1)
        effects.files.put(path, '{"auths":{"ghcr.io":{"auth":"QTpi"}}}')
    }
    await receipt(effects)
    const { auths } = JSON.parse(effects.files.contents()[path] ?? '')
    expect(Object.keys(auths)).toEqual(['ghcr.io', host])
  })

  it('make us give up when they never stop', async () => {
    const effects = world({ config: '{}' })
    effects.files.onReplace = moment => {
      if (moment === 'after') effects.files.put(path, '{}')
    }
    expect(await failure(effects)).toMatchObject({ code: 'docker-config-busy', exitCode: 7 })
  })

  it('make us give up when they never let go of the lock', async () => {
    const effects = world({ config: '{}' })
    await effects.files.lock(path, 0)
    expect(await failure(effects)).toMatchObject({ code: 'docker-config-busy' })
  })

  it('may send Docker to a store meanwhile: we follow, and leave nothing in the file', async () => {
    const kept = new Map<string, string>()
    const effects = world({ config: '{"a":1}', programs: { 'docker-credential-x': credentialStore(kept) } })
    let visits = 0
    effects.files.onReplace = moment => {
      if (moment !== 'after' || ++visits > 1) return
      effects.files.put(
        path,
        (effects.files.contents()[path] ?? '').replace('"a":1', '"a":1,"credsStore":"x"'),
      )
    }
    expect((await receipt(effects)).place).toEqual({ type: 'store', program: 'docker-credential-x' })
    expect(kept.has(host)).toBe(true)
    expect(effects.files.contents()[path]).toBe(`{"a":1,"credsStore":"x","auths":{"${host}":{}}}`)
  })
})

describe('neighbours who send Docker to a store that fails', () => {
  it.each([
    ['behind', '{"a":1,"credsStore":"x"}', (text: string) => text.replace(/}$/, ',"credsStore":"x"}')],
    ['before', '{"credsStore":"x","a":1}', (text: string) => text.replace('"a"', '"credsStore":"x","a"')],
  ])('find nothing of ours left, having written %s it', async (_, after, change) => {
    const broken: FakeProgram = () => ({ exitCode: 1, stdout: 'locked' })
    const effects = world({ config: '{"a":1}', programs: { 'docker-credential-x': broken } })
    let visits = 0
    effects.files.onReplace = moment => {
      if (moment === 'after' && ++visits === 1)
        effects.files.put(path, change(effects.files.contents()[path] ?? ''))
    }
    expect(await failure(effects)).toMatchObject({ code: 'credential-store-failed', why: 'locked' })
    expect(effects.files.contents()[path]).toBe(after)
  })
})

describe('a credential store', () => {
  const config = '{"credsStore":"x"}'
  const program = 'docker-credential-x'

  it('gets the login, and the file the empty entry that Docker writes', async () => {
    const kept = new Map<string, string>()
    const effects = world({ config, programs: { [program]: credentialStore(kept) } })
    expect((await receipt(effects)).place).toEqual({ type: 'store', program })
    expect(JSON.parse(kept.get(host) ?? '')).toEqual({
      ServerURL: host,
      Username: 'AWS',
      Secret: 'fresh-token',
    })
    expect(effects.files.contents()[path]).toBe(`{"credsStore":"x","auths":{"${host}":{}}}`)
    expect(effects.processes.calls.map(({ args }) => args)).toEqual([['store'], ['get']])
  })

  it('that says the login exists is made to forget it first', async () => {
    const kept = new Map([[host, 'old']])
    const honest = credentialStore(kept)
    const keychain: FakeProgram = request =>
      request.args[0] === 'store' && kept.has(host)
        ? { exitCode: 1, stdout: 'The specified item already exists in the keychain.' }
        : honest(request)
    await receipt(world({ config, programs: { [program]: keychain } }))
    expect(kept.get(host)).toContain('fresh-token')
  })

  it.each<[string, FakeProgram, RegExp]>([
    ['fails', () => ({ exitCode: 1, stdout: 'Cannot autolaunch D-Bus\n' }), /^Cannot autolaunch D-Bus$/],
    ['fails in silence', () => ({ exitCode: 3 }), /code 3/],
    ['hangs', () => ({ exitCode: undefined, timedOut: true }), /did not answer "store" within 10 seconds/],
    [
      'keeps nothing',
      ({ args }) => (args[0] === 'get' ? { stdout: '{"ServerURL":"","Username":"","Secret":""}' } : {}),
      /does not have it/,
    ],
    [
      'keeps another',
      ({ args }) => (args[0] === 'get' ? { stdout: '{"Username":"AWS","Secret":"old"}' } : {}),
      /another one/,
    ],
    ['answers nonsense', ({ args }) => (args[0] === 'get' ? { stdout: 'hello' } : {}), /not a login/],
    [
      'cannot take so much',
      () => ({ exitCode: 1, stdout: 'The stub received bad data.' }),
      /longer than this store/,
    ],
    ['does not store', () => ({ exitCode: 1, stdout: 'not implemented' }), /not implemented/],
  ])('that %s is a failure in its own words', async (_, fake, words) => {
    const effects = world({ config, programs: { [program]: fake } })
    const refused = await failure(effects)
    expect(refused).toMatchObject({ code: 'credential-store-failed', exitCode: 7 })
    expect(refused.why).toMatch(words)
    expect(refused.next).toContain(`"credHelpers": {"${host}": ""}`)
    expect(effects.files.contents()[path]).toBe(config)
  })

  it('that is not there makes Docker use the file, and us', async () => {
    const made = await receipt(world({ config }))
    expect(made.place).toEqual({ type: 'file', path })
    expect(made.warnings.join()).toContain('docker-credential-x')
  })

  it('is passed by for a host whose helper is empty', async () => {
    const effects = world({
      config: `{"credsStore":"x","credHelpers":{"${host}":""}}`,
      programs: { [program]: () => ({ exitCode: 1 }) },
    })
    expect((await receipt(effects)).place).toEqual({ type: 'file', path })
    expect(effects.processes.calls).toEqual([])
  })

  it('gives way to the helper of one host', async () => {
    const programs = { [program]: () => ({ exitCode: 1 }), 'docker-credential-y': credentialStore() }
    const effects = world({ config: `{"credsStore":"x","credHelpers":{"${host}":"y"}}`, programs })
    const outcomes = await toDocker([login(), login(second)], effects)
    expect(outcomes[0]).toMatchObject({ place: { type: 'store', program: 'docker-credential-y' } })
    expect(outcomes[1]).toMatchObject({ code: 'credential-store-failed' })
  })

  it('that Docker would have picked by itself is switched off by our entry', async () => {
    const programs = { pass: () => ({}), 'docker-credential-pass': () => ({ exitCode: 1 }) }
    expect((await receipt(world({ programs }))).place).toEqual({ type: 'file', path })
  })
})

describe('a program that serves the host by itself', () => {
  const config = `{"credHelpers":{"${host}":"ecr-login"}}`
  const program = 'docker-credential-ecr-login'

  it('is asked, and nothing is written', async () => {
    const answer = '{"ServerURL":"","Username":"AWS","Secret":"its own"}'
    const effects = world({ config, programs: { [program]: () => ({ stdout: answer }) } })
    expect((await receipt(effects)).place).toEqual({ type: 'helper-serves', program })
    expect(effects.processes.calls).toMatchObject([{ args: ['get'], input: host }])
    expect(effects.files.contents()[path]).toBe(config)
  })

  it('without credentials of its own shadows our login', async () => {
    const nothing = () => ({ exitCode: 1, stdout: 'credentials not found in native keychain' })
    const refused = await failure(world({ config, programs: { [program]: nothing } }))
    expect(refused).toMatchObject({ code: 'login-shadowed', exitCode: 7 })
    expect(refused.why).toContain(program)
  })

  it('is to be told of the registry, where it is our own', async () => {
    const ours = config.replace('ecr-login', 'atmos')
    const nothing = () => ({ exitCode: 1, stdout: 'credentials not found in native keychain' })
    const refused = await failure(world({ config: ours, programs: { 'docker-credential-atmos': nothing } }))
    expect(refused.next).toContain(`atmos docker configure --registry ${host}`)
  })
})

describe('DOCKER_AUTH_CONFIG', () => {
  it('that names the host shadows our login, and only that one', async () => {
    const value = `{"auths":{"${host}":{"auth":"QTpi"}}}`
    const effects = world({ env: { DOCKER_AUTH_CONFIG: value } })
    const outcomes = await toDocker([login(), login(second)], effects)
    expect(outcomes[0]).toMatchObject({
      code: 'login-shadowed',
      exitCode: 7,
      next: 'unset DOCKER_AUTH_CONFIG',
    })
    expect(outcomes[1]).toMatchObject({ place: { type: 'file' } })
  })

  it('that Docker does not understand is worth a warning', async () => {
    const made = await receipt(world({ env: { DOCKER_AUTH_CONFIG: '{"auths":{},"more":1}' } }))
    expect(made.warnings.join()).toContain('DOCKER_AUTH_CONFIG')
  })
})

describe('taking back', () => {
  it.each([undefined, '', '{}', '{\n}\n', '{"auths":{"ghcr.io":{}},"n":1.0}'])(
    'leaves %j as it was',
    async config => {
      const effects = world({ config })
      const before = effects.files.contents()
      const { undo } = await receipt(effects)
      expect(JSON.stringify(undo)).not.toContain('fresh-token')
      const kept = JSON.parse(JSON.stringify(undo))
      expect(await fromDocker(kept, effects)).toBe('removed')
      expect(effects.files.contents()).toEqual(before)
      expect(await fromDocker(kept, effects)).toBe('absent')
    },
  )

  it("leaves somebody else's login alone", async () => {
    const effects = world()
    const { undo } = await receipt(effects)
    await receipt(effects, login(host, 'of somebody else'))
    const before = effects.files.contents()
    expect(await fromDocker(undo, effects)).toBe('not-ours')
    expect(effects.files.contents()).toEqual(before)
  })

  it('makes a store forget, and takes the empty entry with it', async () => {
    const kept = new Map<string, string>()
    const effects = world({
      config: '{"credsStore":"x"}',
      programs: { 'docker-credential-x': credentialStore(kept) },
    })
    const { undo } = await receipt(effects)
    expect(await fromDocker(undo, effects)).toBe('removed')
    expect(kept.size).toBe(0)
    expect(effects.files.contents()[path]).toBe('{"credsStore":"x"}')
  })

  it("leaves another's login in a store", async () => {
    const kept = new Map<string, string>()
    const effects = world({
      config: '{"credsStore":"x"}',
      programs: { 'docker-credential-x': credentialStore(kept) },
    })
    const { undo } = await receipt(effects)
    kept.set(host, '{"Username":"me","Secret":"mine"}')
    expect(await fromDocker(undo, effects)).toBe('not-ours')
    expect(kept.size).toBe(1)
  })
})
