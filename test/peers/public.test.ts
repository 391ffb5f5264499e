import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keys } from './island/aws.ts'
import { expectRefused, expectServed, type Pull, publicImage, pull } from './pulls.ts'
import { visit } from './visit.ts'

const login = ['aws', 'ecr', 'login', '--public']
const success = '✓ ECR Public login: public.ecr.aws (expires in 12h)\n'
const machineRoots = '/etc/ssl/certs/ca-certificates.crt'

visit(
  'ECR Public, for everyone who reads its login',
  { peers: ['docker', 'podman', 'engine'], engine: true },
  island => {
    it.each<Pull>([
      'skopeo inspect',
      'skopeo copy',
      'podman pull',
      'docker manifest inspect',
      'docker pull',
      'docker build',
    ])('%s is refused before our login and served after it', async how => {
      const person = island().person(keys)
      await expectRefused(person, how, publicImage)
      expect(await person.atmos(login)).toEqual({ exitCode: 0, stdout: '', stderr: success })
      await expectServed(person, how, publicImage)
    })

    it('brings the whole image over', async () => {
      const person = island().person(keys)
      await person.atmos(login)
      await pull(person, 'skopeo copy', publicImage)
      const copied = readdirSync(join(person.home, 'copied'))
      expect(copied).toEqual(expect.arrayContaining(['manifest.json', 'version']))
      expect(copied).toHaveLength(4)
    })

    it.each<Pull>(['skopeo inspect', 'docker manifest inspect'])(
      '%s checks the certificate: without the authority nothing is served',
      async how => {
        const person = island().person({ ...keys, SSL_CERT_FILE: machineRoots })
        await person.atmos(login)
        const outcome = await pull(person, how, publicImage)
        expect(outcome.exitCode).not.toBe(0)
        expect(outcome.stderr).toMatch(/x509: certificate signed by unknown authority/)
      },
    )

    it('does not log in where AWS presents a certificate nobody vouches for', async () => {
      const person = island().person({
        ...keys,
        NODE_EXTRA_CA_CERTS: machineRoots,
        AWS_CA_BUNDLE: machineRoots,
      })
      const outcome = await person.atmos(login)
      expect(outcome).toMatchObject({ exitCode: 6, stdout: '' })
      expect(outcome.stderr).toMatch(/certificate/)
      expect(person.dockerConfig()).toBe('')
    })

    it.each(['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'])(
      'trusts the authority named by %s alone',
      async name => {
        const others = { NODE_EXTRA_CA_CERTS: machineRoots, AWS_CA_BUNDLE: machineRoots }
        const person = island().person({ ...keys, ...others, [name]: join(island().folder, 'authority.pem') })
        expect(await person.atmos(login)).toMatchObject({ exitCode: 0, stderr: success })
      },
    )
  },
)
