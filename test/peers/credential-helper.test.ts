import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { helperProgram } from '../doubles/built-helper.ts'
import { keys, pullers } from './island/aws.ts'
import type { Island } from './island/open-island.ts'
import type { Person } from './island/person.ts'
import { expectRefused, expectServed, type Pull, publicImage, pull } from './pulls.ts'
import { visit } from './visit.ts'

const ohio = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const oregon = '987654321098.dkr.ecr.us-west-2.amazonaws.com'
const images = [`${ohio}/team/app:1.0`, `${oregon}/team/app:1.0`, publicImage]

/** The public registry and two private ones, each with an identity of its own. */
const config = JSON.stringify({
  auth: {
    identities: Object.fromEntries(
      [
        ['everybody', keys.AWS_ACCESS_KEY_ID, keys.AWS_SECRET_ACCESS_KEY] as const,
        ...pullers.map(
          each => [each.arn.split('/')[1] ?? '', each.accessKeyId, each.secretAccessKey] as const,
        ),
      ].map(([name, access_key_id, secret_access_key]) => [
        name,
        { kind: 'aws/user', credentials: { access_key_id, secret_access_key, region: 'us-east-1' } },
      ]),
    ),
    integrations: {
      gallery: { kind: 'aws/ecr-public', via: { identity: 'everybody' } },
      shop: registry('ohio', '123456789012', 'us-east-2'),
      stock: registry('oregon', '987654321098', 'us-west-2'),
    },
  },
})

function registry(identity: string, account_id: string, region: string) {
  return { kind: 'aws/ecr', via: { identity }, spec: { registry: { account_id, region } } }
}

/** Someone with our helper on their PATH and a project with that configuration in it; no login anywhere. */
function newcomer(island: Island, env: Readonly<Record<string, string>> = {}): Person {
  const bin = join(island.folder, 'bin')
  if (!existsSync(bin)) {
    mkdirSync(bin)
    const program = join(bin, 'docker-credential-atmos')
    writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${helperProgram} "$@"\n`)
    chmodSync(program, 0o755)
  }
  const person = island.person({ PATH: `${bin}:${island.person().env.PATH}`, ...env })
  person.write('project/atmos.yaml', config)
  return person
}

const configure = (person: Person, ...flags: string[]) =>
  person.atmos(['--chdir', join(person.home, 'project'), 'docker', 'configure', ...flags])

async function userOf(person: Person, host: string): Promise<string | undefined> {
  const { stdout } = await person.run(['docker-credential-atmos', 'get'], { input: host })
  const { Secret } = JSON.parse(stdout) as { Secret: string }
  return /user\/(\w+)/.exec(Buffer.from(Secret, 'base64').toString())?.[1]
}

visit(
  'our credential helper, asked by everyone',
  { peers: ['docker', 'podman', 'buildah', 'engine'], engine: true, privateRegistries: [ohio, oregon] },
  island => {
    it.each<Pull>([
      'skopeo inspect',
      'skopeo copy',
      'podman pull',
      'buildah pull',
      'docker manifest inspect',
      'docker pull',
      'docker build',
    ])('%s fetches from three registries with three identities, and nobody logs in', async how => {
      const person = newcomer(island())
      for (const image of images) await expectRefused(person, how, image)
      expect(await configure(person)).toMatchObject({ exitCode: 0, stdout: '' })
      for (const image of images) await expectServed(person, how, image)
      expect(await userOf(person, 'public.ecr.aws')).toBe('islander')
      expect(await userOf(person, ohio)).toBe('ohio')
      expect(await userOf(person, oregon)).toBe('oregon')
      expect(person.dockerConfig()).not.toContain('auth"')
      expect(await configure(person, '--remove')).toMatchObject({ exitCode: 0 })
      await expectRefused(person, how, publicImage)
    })

    it('one classic build takes from all three', async () => {
      const person = newcomer(island())
      await configure(person)
      const stages = images.map((image, index) => `FROM ${image} AS stage${index}`).join('\n')
      person.write('build/Dockerfile', stages)
      const line = 'cd build && DOCKER_BUILDKIT=0 docker build -q --pull .'
      expect(await person.run(['sh', '-c', line])).toMatchObject({ exitCode: 0 })
    })

    it('podman, buildah and skopeo ask it through their own auth.json', async () => {
      const person = newcomer(island())
      await configure(person, '--containers')
      expect(person.dockerConfig()).toBe('')
      for (const how of ['skopeo inspect', 'podman pull', 'buildah pull'] as const)
        for (const image of images) await expectServed(person, how, image)
      await configure(person, '--remove')
      await expectRefused(person, 'skopeo inspect', publicImage)
    })

    it('docker login and docker logout work beside it', async () => {
      const person = newcomer(island(), keys)
      await configure(person)
      const password = await person.run([
        '/usr/bin/env',
        process.execPath,
        '-e',
        `const { execFileSync } = require('node:child_process')
        const said = execFileSync('docker-credential-atmos', ['get'], { input: '${ohio}', encoding: 'utf8' })
        process.stdout.write(JSON.parse(said).Secret)`,
      ])
      const line = ['docker', 'login', '-u', 'AWS', '--password-stdin', ohio] as const
      expect(await person.run(line, { input: password.stdout })).toMatchObject({ exitCode: 0 })
      await expectServed(person, 'docker manifest inspect', images[0] ?? '')
      expect(await person.run(['docker', 'logout', ohio])).toMatchObject({ exitCode: 0 })
      await expectServed(person, 'docker manifest inspect', images[0] ?? '')
      expect(await person.run(line, { input: 'wrong' })).toMatchObject({ exitCode: 1 })
      const login = await person.atmos(['aws', 'ecr', 'login', '--public'], keys)
      expect(login.stderr).toMatch(/nothing to do, docker-credential-atmos serves this registry/)
    })

    it('is the store for everything, and passes on what is not ours', async () => {
      const person = newcomer(island())
      person.write(
        'passer/docker-credential-shelf',
        '#!/bin/sh\ncat > "$HOME/asked-$1"\n[ "$1" = list ] && echo "{}"\n[ "$1" = get ] && echo "credentials not found in native keychain" && exit 1\nexit 0\n',
      )
      chmodSync(join(person.home, 'passer/docker-credential-shelf'), 0o755)
      const PATH = `${join(person.home, 'passer')}:${person.env.PATH}`
      person.write('.docker/config.json', '{"credsStore":"shelf"}')
      const line = [
        'sh',
        '-c',
        `cd project && exec ${process.execPath} ${helperProgram.replace(/[^/]+$/, 'atmos.cjs')} docker configure --store`,
      ] as const
      expect(await person.run(line, { env: { PATH } })).toMatchObject({ exitCode: 0 })
      for (const image of images) {
        const inspect = ['docker', 'manifest', 'inspect', image] as const
        expect(await person.run(inspect, { env: { PATH } })).toMatchObject({ exitCode: 0 })
      }
      const build = `echo FROM ${images[1]} | DOCKER_BUILDKIT=0 docker build -q --pull -`
      expect(await person.run(['sh', '-c', build], { env: { PATH } })).toMatchObject({ exitCode: 0 })
      await person.run(['docker', 'manifest', 'inspect', 'localhost:1/a:b'], { env: { PATH } })
      expect(existsSync(join(person.home, 'asked-get'))).toBe(true)
    })

    it('says why, where the person sees it, when it is ours and refused', async () => {
      const person = newcomer(island())
      const wrong = config.replace(pullers[0]?.secretAccessKey ?? '', 'x'.repeat(40))
      person.write('project/atmos.yaml', wrong)
      await configure(person)
      for (const how of ['docker pull', 'docker manifest inspect', 'skopeo inspect'] as const) {
        const outcome = await pull(person, how, images[0] ?? '')
        expect(outcome.exitCode, how).not.toBe(0)
        expect(outcome.stderr, how).toMatch(/Could not log in to 123456789012\.dkr\.ecr\.us-east-2/)
        expect(outcome.stderr, how).toMatch(/Next: /)
        await expectServed(person, how, images[1] ?? '')
      }
    })

    it('serves everyone from the cache without AWS', async () => {
      const person = newcomer(island())
      await configure(person)
      for (const image of images) await expectServed(person, 'docker manifest inspect', image)
      const offline = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }
      const moved = await person.run(['docker-credential-atmos', 'get'], { input: ohio, env: offline })
      expect(moved.exitCode).toBe(1)
      for (const image of images) await expectServed(person, 'skopeo inspect', image)
    })
  },
)
