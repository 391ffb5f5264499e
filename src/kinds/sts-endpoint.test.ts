import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { longLived, wire, xmlError } from '../../test/doubles/wire.ts'
import type { Credentials } from '../auth/credentials.ts'
import type { IdentityKind } from '../auth/kind.ts'
import { Secret } from '../auth/secret.ts'
import type { Effects } from '../effects/effects.ts'
import { awsAssumeRole } from './identities/aws/assume-role.ts'
import { awsAssumeRoot } from './identities/aws/assume-root.ts'
import { awsUser } from './identities/aws/user.ts'

const endpoint_url = 'http://127.0.0.1:4566'
const role = { assume_role: 'arn:aws:iam::123456789012:role/x' }
const root = {
  target_principal: '123456789012',
  task_policy_arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy',
}
const keys = { access_key_id: longLived.accessKeyId, secret_access_key: 'x' }
const session = { duration: '1h' }
const token = { type: 'oidc', token: new Secret('t') } as const

/** Where the call of an entry went. */
async function called(kind: IdentityKind, entry: object, base?: Credentials): Promise<string | undefined> {
  const outside = wire([xmlError('AccessDenied', 'no')])
  const spec = v.parse(kind.spec, entry)
  await kind.authenticate({ name: 'a', spec, base }, outside as unknown as Effects).catch(() => undefined)
  return outside.sent[0]?.url
}

describe('endpoint_url of an identity', () => {
  it.each<[string, IdentityKind, object, Credentials | undefined]>([
    ['a role', awsAssumeRole, { principal: role, spec: { endpoint_url } }, longLived],
    ['a role by a token', awsAssumeRole, { principal: role, spec: { endpoint_url } }, token],
    ['the root user', awsAssumeRoot, { principal: root, spec: { endpoint_url } }, longLived],
    ['a user', awsUser, { credentials: keys, session, spec: { endpoint_url } }, undefined],
    [
      'a user, in the older words',
      awsUser,
      { credentials: { ...keys, aws: { resolver: { url: endpoint_url } } }, session },
      undefined,
    ],
  ])('is where STS is asked for %s', async (_, kind, entry, base) => {
    expect(await called(kind, entry, base)).toBe(`${endpoint_url}/`)
  })

  it('is AWS’s own without it', async () => {
    expect(await called(awsUser, { credentials: keys, session })).toBe('https://sts.us-east-1.amazonaws.com/')
  })

  it('is a web address', () => {
    expect(v.safeParse(awsAssumeRole.spec, { principal: role, spec: { endpoint_url: 'no' } }).success).toBe(
      false,
    )
  })
})
