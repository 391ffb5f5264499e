import { expect, it } from 'vitest'
import { keys } from './island/aws.ts'
import type { Person } from './island/person.ts'
import { expectRefused, expectServed, publicImage } from './pulls.ts'
import { visit } from './visit.ts'

const login = ['aws', 'ecr', 'login', '--public']

/** Logs in through the store that config.json names, and follows the secret. */
async function followSecret(person: Person, store: string): Promise<void> {
  person.write('.docker/config.json', JSON.stringify({ credsStore: store }))
  await expectRefused(person, 'docker manifest inspect', publicImage)

  expect(await person.atmos(login)).toMatchObject({ exitCode: 0, stdout: '' })
  await expectServed(person, 'docker manifest inspect', publicImage)

  const kept = await person.run([`docker-credential-${store}`, 'get'], { input: 'public.ecr.aws' })
  const { Username, Secret } = JSON.parse(kept.stdout) as { Username: string; Secret: string }
  expect(Username).toBe('AWS')
  expect(Secret.length).toBeGreaterThan(20)
  const config = person.dockerConfig()
  expect(JSON.parse(config)).toMatchObject({ credsStore: store })
  expect(config).not.toContain(Secret)
  expect(config).not.toContain(Buffer.from(`AWS:${Secret}`).toString('base64'))
}

visit(
  'pass as the credential store',
  { peers: ['docker', 'docker-credential-pass', 'pass', 'gpg'] },
  island => {
    it('keeps the login encrypted, where Docker finds it', async () => {
      const person = island().person(keys)
      const unattended = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', '']
      const key = ['--quick-gen-key', 'island@test', 'default', 'default', '1d']
      expect(await person.run(['gpg', ...unattended, ...key])).toMatchObject({ exitCode: 0 })
      expect(await person.run(['pass', 'init', 'island@test'])).toMatchObject({ exitCode: 0 })
      await followSecret(person, 'pass')
      const shelf = await person.run(['pass', 'ls'])
      expect(shelf.stdout).toMatch(/docker-credential-helpers/)
    })

    it('says in its own words why nothing was stored when it was never initialized', async () => {
      const person = island().person(keys)
      person.write('.docker/config.json', JSON.stringify({ credsStore: 'pass' }))
      const outcome = await person.atmos(login)
      expect(outcome).toMatchObject({ exitCode: 7, stdout: '' })
      expect(outcome.stderr).toMatch(/pass not initialized/)
    })
  },
)

visit(
  'a Secret Service as the credential store',
  { peers: ['docker', 'docker-credential-secretservice', 'keyring', 'dbus', 'secret-tool'] },
  island => {
    it('keeps the login in the keyring, where Docker finds it', async () => {
      const home = island().person()
      const address = `unix:path=${home.home}/runtime/bus`
      const bus = ['dbus-daemon', '--session', '--nofork', '--print-address', `--address=${address}`] as const
      expect((await home.start(bus)).stdout).toContain(address)
      const person = island().person({ ...keys, DBUS_SESSION_BUS_ADDRESS: address })
      const keyring = ['gnome-keyring-daemon', '--unlock', '--components=secrets', '--daemonize'] as const
      expect(await person.run(keyring, { input: '\n' })).toMatchObject({ exitCode: 0 })
      await followSecret(person, 'secretservice')
      const search = await person.run(['secret-tool', 'search', 'server', 'public.ecr.aws'])
      expect(search.stdout + search.stderr).toContain('schema = io.docker.Credentials')
    })

    it('says in its own words why nothing was stored when nobody runs one', async () => {
      const person = island().person(keys)
      person.write('.docker/config.json', JSON.stringify({ credsStore: 'secretservice' }))
      const outcome = await person.atmos(login)
      expect(outcome).toMatchObject({ exitCode: 7, stdout: '' })
      expect(outcome.stderr).toMatch(/D-Bus/)
    })
  },
)

visit(
  "Amazon's own credential helper for the host",
  { peers: ['docker', 'docker-credential-ecr-login'] },
  island => {
    it('is left to serve it', async () => {
      const person = island().person(keys)
      const config = JSON.stringify({ credHelpers: { 'public.ecr.aws': 'ecr-login' } })
      person.write('.docker/config.json', config)
      const outcome = await person.atmos(login)
      expect(outcome).toMatchObject({ exitCode: 0, stdout: '' })
      expect(outcome.stderr).toMatch(/docker-credential-ecr-login/)
      expect(person.dockerConfig()).toBe(config)
      await expectServed(person, 'docker manifest inspect', publicImage)
    })
  },
)
