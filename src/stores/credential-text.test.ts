import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AwsCredentials, SamlCredentials } from '../auth/credentials.ts'
import { Secret } from '../auth/secret.ts'
import { credentialsOf, textOf } from './credential-text.ts'

/** An arbitrary for every field: one that is added to the type does not compile until it stands here. */
type Fields<T> = { readonly [K in keyof Required<T>]: Arbitrary<Exclude<T[K], undefined>> }

const text = fc.string()
const secret = fc.string().map(value => new Secret(value))
const instant = fc.integer({ min: 0 })

const aws: Fields<AwsCredentials> = {
  type: fc.constant('aws'),
  accessKeyId: text,
  secretAccessKey: secret,
  sessionToken: secret,
  expiresAt: instant,
  region: text,
  source: text,
  arn: text,
}

const saml: Fields<SamlCredentials> = {
  type: fc.constant('saml'),
  assertion: secret,
  expiresAt: instant,
  region: text,
  providerArn: text,
  endpointUrl: text,
  durationSeconds: instant,
}

const anyAws = fc.record(aws, { requiredKeys: ['type', 'accessKeyId', 'secretAccessKey'] })
const anySaml = fc.record(saml, { requiredKeys: ['type', 'assertion'] })

/** Secrets opened, for comparing. */
const opened = (value: object) =>
  Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, field instanceof Secret ? field.expose() : field]),
  )

describe('credentials as a text', () => {
  it('come back with every field', () => {
    fc.assert(
      fc.property(fc.oneof(anyAws, anySaml), instant, (credentials, savedAt) => {
        const kept = textOf({ credentials: credentials as AwsCredentials | SamlCredentials, savedAt })
        const back = credentialsOf(kept ?? new Secret(''))
        expect(back?.savedAt).toBe(savedAt)
        expect(opened(back?.credentials ?? {})).toEqual(opened(credentials))
      }),
    )
  })
})
