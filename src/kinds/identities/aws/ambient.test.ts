import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { noon, wire } from '../../../../test/doubles/wire.ts'
import type { Effects } from '../../../effects/effects.ts'
import { awsAmbient, environmentKeys } from './ambient.ts'

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'hush' }
const from = (env: Record<string, string>) => environmentKeys(wire([], { env }).env)

describe('keys of the environment', () => {
  it('are taken as they are', () => {
    expect(from(keys)).toMatchObject({ type: 'aws', accessKeyId: 'AKIA', source: 'environment' })
    expect(from(keys)?.secretAccessKey.expose()).toBe('hush')
    expect(from(keys)).not.toHaveProperty('sessionToken')
  })

  it('bring their session token and expiry', () => {
    const more = { AWS_SESSION_TOKEN: 'tok', AWS_CREDENTIAL_EXPIRATION: '2026-11-23T12:00:00Z' }
    const found = from({ ...keys, ...more })
    expect(found?.sessionToken?.expose()).toBe('tok')
    expect(found?.expiresAt).toBe(noon)
  })

  it.each([
    {},
    { AWS_ACCESS_KEY_ID: 'AKIA' },
    { AWS_SECRET_ACCESS_KEY: 'hush' },
    { ...keys, AWS_SECRET_ACCESS_KEY: '' },
  ])('are not there in %j', env => {
    expect(from(env as Record<string, string>)).toBeUndefined()
  })
})

describe('keys that no request can carry', () => {
  it.each([
    ['AWS_ACCESS_KEY_ID', 'AKIA\n', 'a line break'],
    ['AWS_SECRET_ACCESS_KEY', 'CANARY\r\n', 'a line break'],
    ['AWS_SECRET_ACCESS_KEY', 'CANARY\u0000x', 'a control character'],
    ['AWS_SESSION_TOKEN', ' CANARY', 'white space at its beginning or end'],
    ['AWS_SESSION_TOKEN', 'CAN\nARY', 'a line break'],
  ])('%s=%j is named, and not shown', (name, value, flaw) => {
    const read = () => from({ ...keys, [name]: value })
    expect(read).toThrow(
      expect.objectContaining({ code: 'no-credentials', exitCode: 4, why: `${name} holds ${flaw}` }),
    )
    expect(read).not.toThrow(/CANARY/)
  })

  it('may have a space within: services say what they think of it', () => {
    expect(from({ ...keys, AWS_SECRET_ACCESS_KEY: 'a b' })?.secretAccessKey.expose()).toBe('a b')
  })
})

describe('aws/ambient', () => {
  const authenticate = (spec: unknown, env: Record<string, string>) =>
    awsAmbient.authenticate({ name: 'x', spec: v.parse(awsAmbient.spec, spec), base: undefined }, {
      ...wire([], { env }),
      files: { read: () => undefined },
    } as unknown as Effects)

  it('prefers the keys to AWS_PROFILE', async () => {
    expect(await authenticate({}, { ...keys, AWS_PROFILE: 'nobody' })).toMatchObject({
      source: 'environment',
    })
  })

  it('has the Region of its entry, and no other', async () => {
    const spec = { principal: { region: 'eu-west-1' } }
    expect(await authenticate(spec, keys)).toMatchObject({ region: 'eu-west-1' })
    expect(await authenticate({}, { ...keys, AWS_REGION: 'cn-north-1' })).not.toHaveProperty('region')
  })

  it('says what it tried when nothing is there, without loading the SDK', async () => {
    const failure = await authenticate(
      {},
      { AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: 'A' },
    ).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'no-credentials', exitCode: 4 })
    expect((failure as Error).message.split('\n')).toEqual([
      'No AWS credentials were found: tried in this order:',
      '- environment: AWS_SECRET_ACCESS_KEY is not set',
      '- profile default: there is no /home/me/.aws/config and no /home/me/.aws/credentials',
      '- web identity token: AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not set',
      expect.stringMatching(/^- container endpoint .*: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI/),
      '- EC2 instance metadata: AWS_EC2_METADATA_DISABLED is true',
    ])
  })
})
