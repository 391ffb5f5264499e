import { describe, expect, it } from 'vitest'
import { fakeHome } from '../../test/doubles/home.ts'
import type { Credentials } from '../auth/credentials.ts'
import { Secret } from '../auth/secret.ts'
import { vaultStore } from './credential-store.ts'
import { memoryVault } from './memory.ts'

const savedAt = 1_700_000_000_000
const aws = {
  type: 'aws',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: new Secret('canary-key'),
  sessionToken: new Secret('canary-token'),
  expiresAt: savedAt + 3_600_000,
  region: 'eu-west-1',
  arn: 'arn:aws:sts::123456789012:assumed-role/DevRole/user',
} as const

const opened = ({ secretAccessKey, sessionToken, ...rest }: typeof aws) => ({
  ...rest,
  secretAccessKey: secretAccessKey.expose(),
  sessionToken: sessionToken.expose(),
})

function store() {
  const clock = fakeHome()
  const vault = memoryVault()
  return { ...vaultStore(vault, clock), vault, clock }
}

describe('a credential store', () => {
  it('gives back what it was given', async () => {
    const { load, save, remove } = store()
    expect(await load('recipe')).toBeUndefined()
    await save('recipe', { credentials: aws, savedAt })
    const found = await load('recipe')
    expect(found?.savedAt).toBe(savedAt)
    expect(opened(found?.credentials as typeof aws)).toEqual(opened(aws))
    expect(await remove('recipe')).toBe(true)
    expect(await load('recipe')).toBeUndefined()
  })

  it('keeps SAML responses', async () => {
    const { load, save } = store()
    const saml = {
      type: 'saml',
      assertion: new Secret('PHNhbWw+'),
      expiresAt: aws.expiresAt,
      region: 'eu-west-1',
      providerArn: 'arn:aws:iam::123456789012:saml-provider/corp',
      durationSeconds: 3600,
    } as const
    await save('recipe', { credentials: saml, savedAt })
    const found = await load('recipe')
    expect(found?.credentials).toEqual(saml)
    const kept = found?.credentials
    expect(kept?.type === 'saml' && kept.assertion.expose()).toBe('PHNhbWw+')
  })

  it.each<Credentials>([
    {
      type: 'sso',
      accessToken: new Secret('canary'),
      region: 'eu-west-1',
      portal: { provider: 'sso', startUrl: 'https://example.awsapps.com/start', region: 'eu-west-1' },
    },
    { type: 'oidc', token: new Secret('canary') },
    { type: 'none' },
  ])('never keeps credentials of type $type', async credentials => {
    const { save, vault } = store()
    await save('recipe', { credentials, savedAt })
    expect(await vault.list?.()).toEqual([])
  })

  it.each([
    'garbage',
    '{}',
    '{"version":2,"savedAt":1,"credentials":{"type":"aws","accessKeyId":"a","secretAccessKey":"b"}}',
    '{"version":1,"savedAt":1,"credentials":{"type":"aws","accessKeyId":"a"}}',
    '{"version":1,"savedAt":1,"credentials":{"type":"sso","accessToken":"a"}}',
    '{"type":"aws","data":{"access_key_id":"a","secret_access_key":"b"}}',
  ])('takes %s for nothing', async content => {
    const { load, vault } = store()
    await vault.set('atmos-auth:session:recipe', new Secret(content))
    expect(await load('recipe')).toBeUndefined()
  })

  it('sweeps out what has expired, and nothing that is not its own', async () => {
    const { save, vault, clock } = store()
    await vault.set('atmos_dev', new Secret('{"type":"aws","data":{}}'))
    await vault.set('atmos-auth:session:strange', new Secret('garbage'))
    await save('old', { credentials: aws, savedAt })
    clock.time = aws.expiresAt
    await save('new', { credentials: { ...aws, expiresAt: aws.expiresAt + 1 }, savedAt: clock.time })
    expect(await vault.list?.()).toEqual([
      'atmos_dev',
      'atmos-auth:session:strange',
      'atmos-auth:session:new',
    ])
  })
})
