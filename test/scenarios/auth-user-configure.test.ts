import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys, type WorldOptions } from '../doubles/world.ts'

const [id, secret] = [exampleKeys.AWS_ACCESS_KEY_ID, exampleKeys.AWS_SECRET_ACCESS_KEY]
const one = 'auth: { identities: { ci: { kind: aws/user } } }'
const two = 'auth: { identities: { zoe: { kind: aws/user }, Ada: { kind: aws/user }, x: { kind: ambient } } }'
const vault = '/home/me/.local/share/atmos/keyring/atmos-auth.json'

function open(answers: WorldOptions['answers'], config = one, env: Record<string, string> = {}) {
  return createWorld({
    ...(answers === undefined ? {} : { answers }),
    files: { '/work/atmos.yaml': config },
    env: { ATMOS_KEYRING_TYPE: 'file', ATMOS_KEYRING_PASSWORD: 'correct horse', NO_COLOR: '1', ...env },
  })
}

describe('atmos auth user configure', () => {
  it('stores what is typed, for every command after', async () => {
    const world = open([id, secret, '', ''])
    const run = await world.run('atmos auth user configure')
    expect(run).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `✓ Stored the keys of ci in ${vault}\n`,
      requests: [],
    })
    expect(world.questions).toEqual([
      'Access key id',
      'Secret access key',
      'ARN of the MFA device (none: leave empty)',
      'Length of sessions, e.g. 12h (as usual: leave empty)',
    ])
    expect(world.files.contents()[vault]).not.toContain(secret)
    const whoami = await world.run('auth whoami ci')
    expect(whoami.stderr).toContain('Principal     arn:aws:iam::123456789012:user/example')
    expect(whoami.requests).toEqual(['sts:GetCallerIdentity'])
  })

  it('stores device and length of sessions, which logins heed', async () => {
    const world = open([id, secret, '', '1h'])
    await world.run('auth user configure')
    expect((await world.run('auth whoami ci')).requests).toEqual([
      'sts:GetSessionToken',
      'sts:GetCallerIdentity',
    ])
  })

  it('says that it takes the place of other keys', async () => {
    const world = open([id, secret, '', '', id, secret, '', ''])
    await world.run('auth user configure')
    expect((await world.run('auth user configure')).stderr).toContain(
      'This takes the place of the keys stored for ci\n',
    )
  })

  it('asks again for what cannot be right, and never shows the secret', async () => {
    const world = open([
      'akia',
      'ASIAEMULATOR0EXAMPLE',
      id,
      'two words',
      secret,
      'phone',
      '',
      'soon',
      '40h',
      '12h',
    ])
    const run = await world.run('auth user configure')
    expect(run.exitCode).toBe(0)
    expect(run.stderr.split('\n').slice(0, -2)).toEqual([
      '⚠ An access key id has 16 or more capitals and digits',
      '⚠ These are temporary keys (ASIA…); long-lived ones begin with AKIA',
      '⚠ A secret access key has 40 characters and no spaces',
      '⚠ An MFA device is named like arn:aws:iam::123456789012:mfa/NAME',
      '⚠ soon is not a duration: write seconds (3600) or 15m, 1h30m, 1d',
      '⚠ Sessions last from 15m to 12h',
    ])
    expect(run.stderr).not.toContain(secret)
  })

  it('does not ask for what stands in the file', async () => {
    const config = `auth: { identities: { ci: { kind: aws/user, credentials: { mfa_arn: "arn:aws:iam::123456789012:mfa/ada" }, session: { duration: 36h } } } }`
    const world = open([id, secret], config)
    const run = await world.run('auth user configure')
    expect(run.stderr).toBe(
      [
        'The MFA device stands in atmos.yaml: arn:aws:iam::123456789012:mfa/ada',
        'The length of sessions stands in atmos.yaml: 36h',
        `✓ Stored the keys of ci in ${vault}`,
        '',
      ].join('\n'),
    )
  })

  it('asks for nothing where the keys stand in the file', async () => {
    const config =
      'auth: { identities: { ci: { kind: aws/user, credentials: { access_key_id: AKIA1, secret_access_key: !env X } } } }'
    const world = open([], config, { X: 'hush-hush' })
    const run = await world.run('auth user configure')
    expect(run).toMatchObject({ exitCode: 0, requests: [] })
    expect(run.stderr).toBe('The keys of ci stand in atmos.yaml, which wins over what is stored\n')
  })
})

describe('whose keys', () => {
  it('are those of the identity that is named, or chosen', async () => {
    for (const [line, env, first] of [
      ['auth user configure --identity ADA', {}, 'Access key id'],
      ['auth user configure', { ATMOS_IDENTITY: 'ada' }, 'Access key id'],
      ['auth user configure', {}, 'Choose an identity to configure'],
      ['auth user configure -i', { ATMOS_IDENTITY: 'ada' }, 'Choose an identity to configure'],
    ] as const) {
      const world = open([...(first.startsWith('Choose') ? ['Ada'] : []), id, secret, '', ''], two, env)
      const run = await world.run(line)
      expect(run.stderr).toContain('✓ Stored the keys of Ada in')
      expect(world.questions[0]).toBe(first)
    }
  })

  it('are those of the default identity among several', async () => {
    const config = two.replace('zoe: { kind: aws/user }', 'zoe: { kind: aws/user, default: true }')
    const world = open([id, secret, '', ''], config)
    expect((await world.run('auth user configure')).stderr).toContain('Stored the keys of zoe')
  })

  it.each([
    ['auth user configure -i x', two, 2, 'Use --identity zoe or Ada'],
    ['auth user configure -i nobody', two, 3, 'There is no identity called nobody'],
    ['auth user configure', 'auth: {}', 3, 'No identity of the kind aws/user is configured'],
    ['auth user configure', two, 130, 'No identity was chosen'],
    ['auth user configure', one, 130, 'Nothing was stored'],
    ['auth user configure ci', one, 2, 'one word too many'],
    ['auth user', one, 0, ''],
  ])('%s with %s: exit %i', async (line, config, exitCode, sentence) => {
    const run = await open([undefined], config).run(line)
    expect(run.exitCode).toBe(exitCode)
    expect(run.stderr).toContain(sentence)
  })

  it('cannot be typed without a terminal', async () => {
    const run = await open(undefined).run('auth user configure --identity ci')
    expect(run).toMatchObject({ exitCode: 4, stdout: '', requests: [] })
    expect(run.stderr).toContain('secret_access_key: !env AWS_SECRET_ACCESS_KEY')
    const ci = await open([], one, { CI: 'true' }).run('auth user configure')
    expect(ci.exitCode).toBe(4)
  })

  it.each([
    ['auth user configure -i x', 2, 'only aws/user has long-lived keys'],
    ['auth user configure -i nobody', 3, 'There is no identity called nobody'],
    ['auth user configure -i ADA', 4, 'under auth.identities.Ada:'],
  ])('of somebody who has none are not asked for elsewhere: %s', async (line, exitCode, sentence) => {
    const run = await open(undefined, two).run(line)
    expect(run.exitCode).toBe(exitCode)
    expect(run.stderr).toContain(sentence)
  })

  it('are kept nowhere but in a safe place', async () => {
    const env = { ATMOS_KEYRING_TYPE: 'system', ATMOS_KEYRING_PASSWORD: '' }
    const world = open([id, secret, '', ''], one, env)
    const run = await world.run('auth user configure')
    expect(run.exitCode).toBe(7)
    expect(run.stderr).toContain('export ATMOS_KEYRING_PASSWORD=…')
    expect(Object.keys(world.files.contents())).toEqual(['/work/atmos.yaml'])
  })
})
