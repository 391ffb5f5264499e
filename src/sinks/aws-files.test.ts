import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeHome } from '../../test/doubles/home.ts'
import type { AwsCredentials } from '../auth/credentials.ts'
import { Secret } from '../auth/secret.ts'
import { nodeFiles } from '../effects/node/files.ts'
import { removeAwsFiles, writeAwsFiles } from './aws-files.ts'
import { awsFilesPlace } from './aws-files-place.ts'

const owner = { realm: undefined, provider: 'Corp-SSO', identity: 'plat-dev/Terraform' }
const folder = '/home/me/.config/atmos/default/aws/corp-sso'
const credentials: AwsCredentials = {
  type: 'aws',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: new Secret('key/+='),
  sessionToken: new Secret('token'),
  expiresAt: Date.UTC(2026, 10, 23, 16, 0, 0, 900),
  region: 'eu-west-1',
}

describe('the place', () => {
  it('follows Atmos, in lower case, and has no hash of a folder in it', () => {
    expect(awsFilesPlace(owner, fakeHome())).toEqual({
      profile: 'plat-dev/terraform',
      credentialsFile: `${folder}/credentials`,
      configFile: `${folder}/config`,
    })
  })

  it.each([
    [{ ...owner, realm: 'prod' }, '/home/me/.config/atmos/prod/aws/corp-sso/credentials'],
    [{ ...owner, provider: undefined }, '/home/me/.config/atmos/default/aws/aws-user/credentials'],
    [{ ...owner, basePath: '~/aws' }, '/home/me/aws/default/aws/corp-sso/credentials'],
    [{ ...owner, basePath: 'aws' }, '/work/aws/default/aws/corp-sso/credentials'],
  ])('of %j', (who, path) => {
    expect(awsFilesPlace(who, fakeHome()).credentialsFile).toBe(path)
  })

  it.each(['My Account/Admin', '[x]', 'a]b', 'a\nb', '', 'ü', 'a#b', 'a;b', '"a"'])(
    'does not exist for an identity called %j',
    identity => {
      expect(() => awsFilesPlace({ ...owner, identity }, fakeHome())).toThrow(/cannot be a profile/)
    },
  )

  it.each(['../up', 'a/../b', '', '/abs', 'a\\b', 'a\0b', 'c:d'])('does not exist below %j', provider => {
    expect(() => awsFilesPlace({ ...owner, provider }, fakeHome())).toThrow(/name of a folder/)
  })
})

describe('AWS files', () => {
  it('are written as Atmos writes them', async () => {
    const effects = fakeHome()
    const place = awsFilesPlace(owner, effects)
    const receipt = await writeAwsFiles({ place, credentials }, effects)
    expect(effects.files.contents()).toEqual({
      [`${folder}/credentials`]: `; atmos: expiration=2026-11-23T16:00:00Z
[plat-dev/terraform]
aws_access_key_id = ASIAEXAMPLE
aws_secret_access_key = key/+=
aws_session_token = token
`,
      [`${folder}/config`]: '[profile plat-dev/terraform]\nregion = eu-west-1\n',
    })
    expect(effects.files.stat(`${folder}/credentials`)?.mode).toBe(0o600)
    expect(JSON.stringify(receipt)).not.toMatch(/key\/|token"/)
    expect(await removeAwsFiles(receipt, effects)).toBe('removed')
    expect(effects.files.contents()).toEqual({})
    expect(await removeAwsFiles(receipt, effects)).toBe('absent')
  })

  it('leave neighbours alone, bytes that are no text included', async () => {
    const effects = fakeHome()
    const place = awsFilesPlace(owner, effects)
    const before = Buffer.from('# caf\xe9\n[other]\naws_access_key_id = a\n', 'latin1')
    effects.files.put(place.credentialsFile, before, 0o644)
    const receipt = await writeAwsFiles({ place, credentials }, effects)
    expect(effects.files.stat(place.credentialsFile)?.mode).toBe(0o600)
    expect(await removeAwsFiles(receipt, effects)).toBe('removed')
    const after = Buffer.from(effects.files.read(place.credentialsFile) ?? [])
    expect(after.subarray(0, before.length).equals(before)).toBe(true)
    expect(after.subarray(before.length).toString()).toBe('\n')
  })

  it('lose the token of a session when long-lived keys take its place', async () => {
    const effects = fakeHome()
    const place = awsFilesPlace({ ...owner, identity: 'default' }, effects)
    await writeAwsFiles({ place, credentials }, effects)
    const keys = { type: 'aws', accessKeyId: 'AKIA', secretAccessKey: new Secret('long') } as const
    await writeAwsFiles({ place, credentials: keys, region: 'us-west-2' }, effects)
    expect(effects.files.contents()).toEqual({
      [`${folder}/credentials`]: '[default]\naws_access_key_id = AKIA\naws_secret_access_key = long\n',
      [`${folder}/config`]: '[default]\nregion = us-west-2\n',
    })
  })

  it('stay when somebody else wrote the profile since', async () => {
    const effects = fakeHome()
    const place = awsFilesPlace(owner, effects)
    const receipt = await writeAwsFiles({ place, credentials }, effects)
    await writeAwsFiles({ place, credentials: { ...credentials, accessKeyId: 'ASIAOTHER' } }, effects)
    expect(await removeAwsFiles(receipt, effects)).toBe('not-ours')
    expect(effects.files.contents()[`${folder}/credentials`]).toContain('ASIAOTHER')
  })

  it.each(['two\nlines', 'with space', '', 'a\r'])('refuse the key %j', async key => {
    const effects = fakeHome()
    const wrong = { ...credentials, secretAccessKey: new Secret(key) }
    await expect(
      writeAwsFiles({ place: awsFilesPlace(owner, effects), credentials: wrong }, effects),
    ).rejects.toMatchObject({ code: 'file-unwritable', message: expect.not.stringContaining('two') })
    expect(effects.files.contents()).not.toHaveProperty(`${folder}/credentials`)
  })
})

describe('the AWS SDK', () => {
  const home = mkdtempSync(join(tmpdir(), 'aws-files-'))
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true, force: true })
  })

  it('finds the credentials by AWS_PROFILE, beside what was there before', async () => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
    const effects = { ...fakeHome(), files: nodeFiles() }
    const place = awsFilesPlace(owner, fakeHome({ env: { XDG_CONFIG_HOME: home } }))
    await writeAwsFiles({ place: { ...place, profile: 'other' }, credentials }, effects)
    writeFileSync(
      place.configFile,
      '[profile other]\nregion = x\n\n# note\n[sso-session corp]\nsso_region = y\n',
    )
    await writeAwsFiles({ place, credentials: { ...credentials, accessKeyId: 'ASIASECOND' } }, effects)
    const find = defaultProvider({
      profile: place.profile,
      filepath: place.credentialsFile,
      configFilepath: place.configFile,
    })
    expect(await find()).toMatchObject({
      accessKeyId: 'ASIASECOND',
      secretAccessKey: 'key/+=',
      sessionToken: 'token',
    })
    expect(statSync(place.credentialsFile).mode & 0o777).toBe(0o600)
  })
})
