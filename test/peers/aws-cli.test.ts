import { expect, it } from 'vitest'
import { keys } from './island/aws.ts'
import { visit } from './visit.ts'

const ohio = '123456789012.dkr.ecr.us-east-2.amazonaws.com'
const wrongSecret = { AWS_SECRET_ACCESS_KEY: 'wrong/wrong/wrong/wrong/wrong/wrong/wron' }
const unknownKey = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7UNKNOWN' }

const passwordOf = {
  'public.ecr.aws': ['ecr-public', 'get-login-password', '--region', 'us-east-1'],
  [ohio]: ['ecr', 'get-login-password', '--region', 'us-east-2'],
}

visit('the AWS CLI judges our pretend AWS', { peers: ['aws'], privateRegistries: [ohio] }, island => {
  it.each(Object.entries(passwordOf))(
    'takes its password for %s, and the registry takes it',
    async (host, words) => {
      const person = island().person(keys)
      const told = await person.run(['/usr/bin/aws', ...words])
      expect(told).toMatchObject({ exitCode: 0, stderr: '' })
      const line = [
        'skopeo',
        'login',
        '--authfile',
        'auth.json',
        '-u',
        'AWS',
        '--password-stdin',
        host,
      ] as const
      expect(await person.run(line, { input: told.stdout.trim() })).toMatchObject({ exitCode: 0 })
      expect(await person.run(line, { input: `${told.stdout.trim()}x` })).toMatchObject({ exitCode: 1 })
    },
  )

  it.each(['us-east-1', 'us-east-2'])('is told by sts in %s who it is', async region => {
    const person = island().person(keys)
    const told = await person.run([
      '/usr/bin/aws',
      'sts',
      'get-caller-identity',
      '--region',
      region,
      '--output',
      'json',
    ])
    expect(told).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(told.stdout)).toEqual({
      UserId: expect.stringMatching(/^AIDA/),
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/islander',
    })
  })

  it.each([
    ['a wrong secret', wrongSecret, ['ecr-public', 'get-login-password'], /InvalidSignatureException/],
    ['a wrong secret', wrongSecret, ['ecr', 'get-login-password'], /InvalidSignatureException/],
    ['a wrong secret', wrongSecret, ['sts', 'get-caller-identity'], /SignatureDoesNotMatch/],
    ['an unknown key', unknownKey, ['ecr-public', 'get-login-password'], /UnrecognizedClientException/],
    ['an unknown key', unknownKey, ['ecr', 'get-login-password'], /UnrecognizedClientException/],
    ['an unknown key', unknownKey, ['sts', 'get-caller-identity'], /InvalidClientTokenId/],
  ])('is refused %s (%#)', async (_, wrong, words, name) => {
    const person = island().person({ ...keys, ...wrong })
    const told = await person.run(['/usr/bin/aws', ...words, '--region', 'us-east-1'])
    expect(told.exitCode).toBe(254)
    expect(told.stdout).toBe('')
    expect(told.stderr).toMatch(name)
  })
})
