import { describe, expect, it } from 'vitest'
import { parseYaml } from '../../src/config/yaml/parse.ts'
import { credentialStore } from '../doubles/processes.ts'
import { createWorld, exampleKeys, type WorldOptions } from '../doubles/world.ts'

const runtime = '/run/user/1000'
const podman = `${runtime}/containers/auth.json`
const atHome = '/home/me/.config/containers/auth.json'
const hour = 3_600_000

/** A machine with a session of the desktop, as podman finds it. */
const desktop = (options: WorldOptions = {}) =>
  createWorld({
    ...options,
    env: { ...exampleKeys, XDG_RUNTIME_DIR: runtime, ...options.env },
    files: { [`${runtime}/bus`]: '', ...options.files },
  })

const userOf = (auth: string) => Buffer.from(auth, 'base64').toString().split(':')[0]

describe('--to containers', () => {
  it('writes where podman, buildah and skopeo look first', async () => {
    const world = desktop()
    const run = await world.run('aws ecr login --public --to containers --verbose')
    expect(run).toMatchObject({ exitCode: 0, stdout: '' })
    expect(run.stderr).toContain(
      `✓ ECR Public login: public.ecr.aws (expires in 12h)\n  written to ${podman}\n`,
    )
    const { auths } = JSON.parse(world.files.contents()[podman] ?? '')
    expect(userOf(auths['public.ecr.aws'].auth)).toBe('AWS')
    expect(world.files.contents()['/home/me/.docker/config.json']).toBeUndefined()
  })

  it.each<[string, WorldOptions, string]>([
    ['REGISTRY_AUTH_FILE', { env: { REGISTRY_AUTH_FILE: 'my/auth.json' } }, '/work/my/auth.json'],
    ['a runtime folder that is not there', { env: { XDG_RUNTIME_DIR: '/gone' } }, atHome],
    ['no session', { env: { XDG_RUNTIME_DIR: '' } }, atHome],
    [
      'the folder of podman without a session',
      { env: { XDG_RUNTIME_DIR: '' }, files: { '/run/containers/1000/x': '' } },
      '/run/containers/1000/auth.json',
    ],
  ])('with %s', async (_, options, path) => {
    const world = desktop(options)
    const run = await world.run('aws ecr login --public --to containers --format json')
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(run.stdout).logins[0].writtenTo).toEqual({ type: 'file', path })
    expect(Object.keys(JSON.parse(world.files.contents()[path] ?? '').auths)).toEqual(['public.ecr.aws'])
  })

  it('keeps every other byte, and takes out what would be found before it', async () => {
    const before =
      '{\n  "auths": {\n    "quay.io":   {"auth": "dTpw"},\n    "https://public.ecr.aws": {"auth": "dTpw"}\n  }, "x": 1.0\n}\n'
    const world = desktop({ files: { [podman]: before } })
    await world.run('aws ecr login --public --to containers')
    const after = world.files.contents()[podman] ?? ''
    expect(after).toContain('"quay.io":   {"auth": "dTpw"}')
    expect(after).toContain('"x": 1.0')
    expect(Object.keys(JSON.parse(after).auths)).toEqual(['quay.io', 'public.ecr.aws'])
  })

  it('hands the login to the program that the file names for the registry', async () => {
    const kept = new Map<string, string>()
    const world = desktop({
      files: { [podman]: '{"credHelpers":{"public.ecr.aws":"box"}}' },
      programs: { 'docker-credential-box': credentialStore(kept) },
    })
    const run = await world.run('aws ecr login --public --to containers')
    expect(run.exitCode).toBe(0)
    expect([...kept.keys()]).toEqual(['public.ecr.aws'])
  })

  it.each(['box', ''])('fails where a program (%j) that is not there hides the file', async helper => {
    const file = JSON.stringify({ credHelpers: { 'public.ecr.aws': helper } })
    const world = desktop({ files: { [podman]: file } })
    const run = await world.run('aws ecr login --public --to containers')
    expect(run.exitCode).toBe(7)
    expect(run.stderr).toContain('code: login-shadowed')
    expect(run.stderr).toContain(`docker-credential-${helper}, which is not on PATH`)
    expect(world.files.contents()[podman]).toBe(file)
  })

  it('leaves a file alone that it cannot understand, and speaks of its own variable', async () => {
    const broken = desktop({ files: { [podman]: '{' } })
    expect((await broken.run('aws ecr login --public --to containers')).stderr).toContain(podman)
    expect(broken.files.contents()[podman]).toBe('{')
    const closed = desktop()
    closed.files.refuseWrites = 'EACCES'
    const run = await closed.run('aws ecr login --public --to containers')
    expect(run.exitCode).toBe(7)
    expect(run.stderr).toContain('REGISTRY_AUTH_FILE')
    expect(run.stderr).not.toContain('DOCKER_CONFIG')
  })
})

describe('--to file:PATH', () => {
  it.each([
    ['file:out/config.json', '/work/out/config.json'],
    ['file:/tmp/x.json', '/tmp/x.json'],
    ['file:~/x.json', '/home/me/x.json'],
  ])('%s writes a config.json there', async (to, path) => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run(['aws', 'ecr', 'login', '--public', '--to', to])
    expect(run.exitCode).toBe(0)
    const { auths } = JSON.parse(world.files.contents()[path] ?? '')
    expect(userOf(auths['public.ecr.aws'].auth)).toBe('AWS')
  })

  it('writes into the file even where the file names a store, and says so', async () => {
    const world = createWorld({ env: exampleKeys, files: { '/tmp/x.json': '{"credsStore":"pass"}' } })
    const run = await world.run('aws ecr login --public --to file:/tmp/x.json')
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain('Docker would ask docker-credential-pass')
    expect(JSON.parse(world.files.contents()['/tmp/x.json'] ?? '').auths['public.ecr.aws'].auth).toBeTruthy()
  })
})

describe('--to stdout', () => {
  it('prints a config.json and nothing else there, and writes no file', async () => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run('aws ecr login --public --to stdout')
    expect(run.stderr).toBe('✓ ECR Public login: public.ecr.aws (expires in 12h)\n')
    const { auths } = JSON.parse(run.stdout)
    expect(Object.keys(auths)).toEqual(['public.ecr.aws'])
    expect(userOf(auths['public.ecr.aws'].auth)).toBe('AWS')
    expect(world.files.contents()).toEqual({})
  })

  it('prints nothing when nothing was fetched', async () => {
    const world = createWorld({ env: exampleKeys })
    world.emulator.inject('html', { times: 9 })
    expect(await world.run('aws ecr login --public --to stdout')).toMatchObject({ exitCode: 6, stdout: '' })
  })
})

describe('--to kubernetes-secret', () => {
  const registries = ['-r', 'public.ecr.aws', '-r', '123456789012.dkr.ecr.us-east-2.amazonaws.com']

  it('prints the manifest of a Secret', async () => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run([
      ...['aws', 'ecr', 'login', ...registries, '--to', 'kubernetes-secret'],
      ...['--name', '1e3', '--namespace', 'true'],
    ])
    expect(run.exitCode).toBe(0)
    const lines = run.stdout.split('\n')
    const data = lines.find(line => line.includes('.dockerconfigjson: '))?.split(': ')[1] ?? ''
    expect(lines.filter(line => !line.includes('.dockerconfigjson: '))).toEqual([
      'apiVersion: v1',
      'kind: Secret',
      'metadata:',
      '  name: "1e3"',
      '  namespace: "true"',
      '  labels:',
      '    app.kubernetes.io/managed-by: atmos-auth',
      '  annotations:',
      `    atmos-auth/expires-at: "${new Date(world.now() + 12 * hour).toISOString()}"`,
      'type: kubernetes.io/dockerconfigjson',
      'data:',
      '',
    ])
    const { auths } = JSON.parse(Buffer.from(data, 'base64').toString())
    expect(Object.keys(auths)).toEqual(['public.ecr.aws', '123456789012.dkr.ecr.us-east-2.amazonaws.com'])
    for (const { username, password, auth } of Object.values<Record<string, string>>(auths)) {
      expect(Buffer.from(auth ?? '', 'base64').toString()).toBe(`${username}:${password}`)
    }
    expect(() => parseYaml({ file: 'secret.yaml', text: run.stdout, remote: false })).not.toThrow()
    expect(world.files.contents()).toEqual({})
  })

  it('is called ecr-login unless told otherwise, in nobody’s namespace', async () => {
    const run = await createWorld({ env: exampleKeys }).run('aws ecr login --public --to kubernetes-secret')
    expect(run.stdout).toContain('  name: "ecr-login"\n')
    expect(run.stdout).not.toContain('namespace')
  })
})

describe('the words', () => {
  it.each([
    ['--to podman', 'podman is not a place for logins'],
    ['--to file:', 'file: is not a place for logins'],
    ['--to stdout --format json', '--format json cannot be combined with --to stdout'],
    ['--to kubernetes-secret --name Big_Name', 'Kubernetes does not take Big_Name as a name'],
    ['--to kubernetes-secret --namespace a.b', 'Kubernetes does not take a.b as a name'],
    ['--name x', '--name is the name of a Kubernetes Secret'],
    ['--to containers --namespace x', 'none is printed by --to containers'],
  ])('%s: exit 2, before anything is asked for', async (words, sentence) => {
    const world = createWorld({ env: exampleKeys })
    const run = await world.run(`aws ecr login --public ${words}`)
    expect(run).toMatchObject({ exitCode: 2, requests: [], stdout: '' })
    expect(run.stderr).toContain(sentence)
  })
})
