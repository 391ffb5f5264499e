import { expect, it } from 'vitest'
import { createWorld, exampleKeys } from '../doubles/world.ts'

it('tells with --verbose what was asked of whom, how it ended and where things went', async () => {
  const world = createWorld({ env: exampleKeys })
  const { stderr } = await world.run('aws ecr login --public -v')
  expect(stderr).toMatch(/POST https:\/\/api\.ecr-public\.us-east-1\.amazonaws\.com\/: 200 \(\d+ ms\)/)
  expect(stderr).toContain(`credentials from environment: key ${exampleKeys.AWS_ACCESS_KEY_ID}`)
  expect(stderr).toContain('written to /home/me/.docker/config.json')
})

it('does not show the secret key of who has taken it for the other one', async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = exampleKeys
  const world = createWorld({
    env: { AWS_ACCESS_KEY_ID: AWS_SECRET_ACCESS_KEY, AWS_SECRET_ACCESS_KEY: AWS_ACCESS_KEY_ID },
  })
  const { stderr } = await world.run('aws ecr login --public -v')
  expect(stderr).toContain('credentials from environment: key ***')
  expect(stderr).not.toContain(AWS_SECRET_ACCESS_KEY)
})

it('tells why a service could not be asked', async () => {
  const world = createWorld({ env: exampleKeys })
  world.emulator.inject('hang')
  const { stderr } = await world.run('aws ecr login --public --verbose --timeout 3s')
  expect(stderr).toMatch(/amazonaws\.com\/: ETIMEDOUT \(3000 ms\)/)
})

it('tells which programs were run, and never what they were given', async () => {
  const world = createWorld({
    env: exampleKeys,
    files: { '/home/me/.docker/config.json': '{"credsStore":"x"}' },
    programs: { 'docker-credential-x': () => ({ exitCode: 1, stdout: 'no room left' }) },
  })
  const { stderr } = await world.run('aws ecr login --public -v')
  expect(stderr).toContain('runs docker-credential-x store: exit 1')
  expect(stderr).not.toContain('Secret')
})
