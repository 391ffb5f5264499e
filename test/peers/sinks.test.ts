import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keys } from './island/aws.ts'
import { expectRefused, expectServed, type Pull, publicImage } from './pulls.ts'
import { visit } from './visit.ts'

const login = ['aws', 'ecr', 'login', '--public']
const privateHost = '123456789012.dkr.ecr.us-east-2.amazonaws.com'

visit(
  'the containers tools, which read what --to containers wrote',
  { peers: ['podman', 'buildah'] },
  island => {
    it.each<Pull>(['skopeo inspect', 'skopeo copy', 'podman pull', 'buildah pull'])(
      '%s is refused before our login, served after it, and refused after the logout',
      async how => {
        const person = island().person(keys)
        await expectRefused(person, how, publicImage)
        expect(await person.atmos([...login, '--to', 'containers'])).toMatchObject({
          exitCode: 0,
          stdout: '',
        })
        expect(person.dockerConfig()).toBe('')
        await expectServed(person, how, publicImage)
        const status = await person.atmos(['status', '--format', 'json'])
        expect(JSON.parse(status.stdout).logins).toMatchObject([{ reader: 'containers', state: 'found' }])
        expect(await person.atmos(['aws', 'ecr', 'logout', '--public'])).toMatchObject({ exitCode: 0 })
        await expectRefused(person, how, publicImage)
      },
    )

    it('obeys REGISTRY_AUTH_FILE as they do', async () => {
      const person = island().person({ ...keys, REGISTRY_AUTH_FILE: 'mine.json' })
      await person.atmos([...login, '--to', 'containers'])
      expect(readFileSync(join(person.home, 'mine.json'), 'utf8')).toContain('public.ecr.aws')
      await expectServed(person, 'skopeo inspect', publicImage)
      await expectServed(person, 'buildah pull', publicImage)
    })

    it('agrees with podman and skopeo on who is logged in', async () => {
      const person = island().person(keys)
      await person.atmos([...login, '--to', 'containers'])
      for (const program of ['podman', 'buildah', 'skopeo']) {
        const asked = await person.run([program, 'login', '--get-login', 'public.ecr.aws'])
        expect(asked, program).toMatchObject({ exitCode: 0, stdout: 'AWS\n' })
      }
      await person.run(['skopeo', 'logout', 'public.ecr.aws'])
      const status = await person.atmos(['status', '--format', 'json'])
      expect(JSON.parse(status.stdout).logins).toMatchObject([{ state: 'absent' }])
    })

    it.each(['file:given.json', 'stdout'])('--to %s is a file that --authfile takes', async to => {
      const person = island().person(keys)
      const run = await person.atmos([...login, '--to', to])
      if (to === 'stdout') person.write('given.json', run.stdout)
      const line = ['skopeo', 'inspect', '--authfile', 'given.json', `docker://${publicImage}`] as const
      expect(await person.run(line)).toMatchObject({ exitCode: 0 })
    })
  },
)

visit('--verify, at real registries', { peers: [], privateRegistries: [privateHost] }, island => {
  it('passes at ECR Public’s token service and at a private registry', async () => {
    const person = island().person(keys)
    const hosts = ['-r', 'public.ecr.aws', '-r', privateHost]
    const run = await person.atmos(['aws', 'ecr', 'login', ...hosts, '--verify'])
    expect(run).toMatchObject({ exitCode: 0, stdout: '' })
    expect(run.stderr).toBe(
      [
        '✓ ECR Public login: public.ecr.aws (expires in 12h, verified)',
        `✓ ECR login: ${privateHost} (expires in 12h, verified)`,
        '',
      ].join('\n'),
    )
  })
})
