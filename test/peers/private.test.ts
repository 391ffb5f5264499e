import { expect, it } from 'vitest'
import { keys } from './island/aws.ts'
import { expectRefused, expectServed, type Pull, publicImage } from './pulls.ts'
import { visit } from './visit.ts'

const ohio = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const oregon = '987654321098.dkr.ecr.us-west-2.amazonaws.com'
const passwordWords = ['ecr', 'get-login-password', '--region', 'us-east-2']
const images = [`${ohio}/team/app:1.0`, `${oregon}/team/app:1.0`, publicImage]

visit(
  'several registries at once',
  { peers: ['docker', 'podman', 'engine', 'aws'], engine: true, privateRegistries: [ohio, oregon] },
  island => {
    it.each<Pull>(['skopeo inspect', 'podman pull', 'docker manifest inspect', 'docker pull'])(
      '%s fetches from all of them after one login, and from none before',
      async how => {
        const person = island().person(keys)
        for (const image of images) await expectRefused(person, how, image)
        const names = ['-r', ohio, '--registry', `https://${oregon.toUpperCase()}/`, '-r', 'public.ecr.aws']
        expect(await person.atmos(['aws', 'ecr', 'login', ...names])).toEqual({
          exitCode: 0,
          stdout: '',
          stderr: [
            `✓ ECR login: ${ohio} (expires in 12h)`,
            `✓ ECR login: ${oregon} (expires in 12h)`,
            '✓ ECR Public login: public.ecr.aws (expires in 12h)',
            '',
          ].join('\n'),
        })
        for (const image of images) await expectServed(person, how, image)
      },
    )

    it('gives a login of one Region to that Region alone', async () => {
      const person = island().person(keys)
      await person.atmos(['aws', 'ecr', 'login', '--registry', ohio])
      await expectServed(person, 'docker manifest inspect', images[0] ?? '')
      await expectRefused(person, 'docker manifest inspect', images[1] ?? '')
    })

    it('lives with docker login and docker logout in one file', async () => {
      const person = island().person(keys)
      const inspect = 'docker manifest inspect'
      const [ohios = '', oregons = ''] = images
      expect(await person.atmos(['aws', 'ecr', 'login', '-r', oregon])).toMatchObject({ exitCode: 0 })
      const password = await person.run(['/usr/bin/aws', ...passwordWords])
      const asDockers = ['docker', 'login', '-u', 'AWS', '--password-stdin', ohio] as const
      expect(await person.run(asDockers, { input: password.stdout })).toMatchObject({ exitCode: 0 })
      await expectServed(person, inspect, oregons)

      expect(await person.atmos(['aws', 'ecr', 'login', '-r', oregon])).toMatchObject({ exitCode: 0 })
      await expectServed(person, inspect, ohios)

      expect(await person.run(['docker', 'logout', oregon])).toMatchObject({ exitCode: 0 })
      await expectRefused(person, inspect, oregons)
      await expectServed(person, inspect, ohios)
    })
  },
)
