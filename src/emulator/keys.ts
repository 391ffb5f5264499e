import { createHash } from 'node:crypto'
import type { Needs } from '../effects/effects.ts'
import type { PrincipalOptions } from './options.ts'

/** Someone who calls, with what the policies say about them. */
export interface Principal {
  readonly arn: string
  readonly account: string
  readonly partition: string
  readonly userId: string
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  readonly mfa?: { readonly serial: string; readonly code: string }
  /** For a role's session: the role itself. */
  readonly roleArn?: string
}

export interface AccessKey {
  readonly id: string
  readonly secret: string
  readonly sessionToken?: string
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number
  /**
   * Where it came from: `session` is GetSessionToken or a browser, `federated` GetFederationToken; such keys may do
   * less.
   */
  readonly origin: 'given' | 'role' | 'session' | 'federated' | 'root'
  readonly principal: Principal
  /** Born from a call that proved a second factor. */
  readonly mfaPresent?: boolean
  /** Born from the keys of another role; its sessions are short, in the console too. */
  readonly chained?: boolean
}

type Rights = Partial<Pick<Principal, 'allow' | 'deny' | 'mfa' | 'roleArn'>>

/** A principal from its ARN: `arn:aws:iam::123456789012:user/ci`, `…:assumed-role/Dev/me`, `…:root`. */
export function principalOf(arn: string, rights: Rights): Principal {
  const [, partition = 'aws', , , account = '', resource = ''] = arn.split(':')
  const [type, name = '', session = ''] = resource.split('/')
  const who = { arn, account, partition, allow: ['*'], deny: [] }
  if (type !== 'assumed-role') {
    const userId = type === 'root' ? account : uniqueId('AIDA', arn)
    return { ...who, userId, ...rights }
  }
  const roleArn = `arn:${partition}:iam::${account}:role/${name}`
  return { ...who, userId: `${uniqueId('AROA', roleArn)}:${session}`, roleArn, ...rights }
}

/** A stable identifier as IAM gives its users (`AIDA…`) and roles (`AROA…`). */
function uniqueId(prefix: string, name: string): string {
  return prefix + base32(createHash('sha256').update(name).digest()).slice(0, 17)
}

/** The key of a caller that the options name. */
export function givenKey(options: PrincipalOptions): AccessKey {
  const { arn, accessKeyId, secretAccessKey, sessionToken, expiresAt, allow, deny, mfa } = options
  return {
    id: accessKeyId,
    secret: secretAccessKey,
    origin: 'given',
    principal: principalOf(arn, {
      ...(allow && { allow }),
      ...(deny && { deny }),
      ...(mfa && { mfa }),
    }),
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiresAt !== undefined && { expiresAt }),
  }
}

/** Hands out fresh temporary keys, in the shape of STS's, and puts them in force. */
export function issueKey(
  facts: Pick<AccessKey, 'origin' | 'principal' | 'mfaPresent' | 'chained'> & { readonly expiresAt: number },
  { keys, effects: { random } }: KeyRing,
): AccessKey {
  const key = {
    ...facts,
    id: `ASIA${base32(random.bytes(16)).slice(0, 16)}`,
    secret: Buffer.from(random.bytes(30)).toString('base64'),
    sessionToken: Buffer.from(random.bytes(96)).toString('base64'),
  }
  keys.set(key.id, key)
  return key
}

/** The part of the world that keys are put into. */
interface KeyRing {
  /** Access keys in force, by their id. */
  readonly keys: Map<string, AccessKey>
  readonly effects: Needs<'random'>
}

function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return Array.from(bytes, byte => alphabet[byte & 31]).join('')
}
