import type { AwsCredentials, Credentials, SamlCredentials } from '../auth/credentials.ts'
import { isRecord, parseJson } from '../auth/parse-json.ts'
import { Secret } from '../auth/secret.ts'
import type { StoredCredentials } from '../auth/store.ts'

/** Of the form of the text; another one is not read. */
const version = 1

/**
 * Credentials as the text that rests in a vault. `undefined` for those that never rest: tokens of the
 * surroundings, what is none, and sessions of IAM Identity Center, which have a cache that the AWS CLI shares.
 */
export function textOf({ credentials, savedAt }: StoredCredentials): Secret | undefined {
  const plain = plainFields(credentials)
  return plain && new Secret(JSON.stringify({ version, savedAt, credentials: plain }))
}

function plainFields(credentials: Credentials): object | undefined {
  switch (credentials.type) {
    case 'aws': {
      const { secretAccessKey, sessionToken, ...rest } = credentials
      return { ...rest, secretAccessKey: secretAccessKey.expose(), sessionToken: sessionToken?.expose() }
    }
    case 'saml':
      return { ...credentials, assertion: credentials.assertion.expose() }
    default:
      return undefined
  }
}

/** The credentials of such a text; `undefined` for anything else. */
export function credentialsOf(text: Secret): StoredCredentials | undefined {
  const value = parseJson(text.expose())
  if (!isRecord(value) || value.version !== version || typeof value.savedAt !== 'number') return undefined
  if (!isRecord(value.credentials)) return undefined
  const credentials = value.credentials.type === 'aws' ? awsOf(value.credentials) : samlOf(value.credentials)
  return credentials && { credentials, savedAt: value.savedAt }
}

type Fields = Readonly<Record<string, unknown>>

function awsOf(fields: Fields): AwsCredentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = fields
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined
  return {
    type: 'aws',
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(typeof sessionToken === 'string' ? { sessionToken: new Secret(sessionToken) } : {}),
    ...picked(fields, 'number', ['expiresAt']),
    ...picked(fields, 'string', ['region', 'source', 'arn']),
  }
}

function samlOf(fields: Fields): SamlCredentials | undefined {
  if (fields.type !== 'saml' || typeof fields.assertion !== 'string') return undefined
  return {
    type: 'saml',
    assertion: new Secret(fields.assertion),
    ...picked(fields, 'number', ['expiresAt', 'durationSeconds']),
    ...picked(fields, 'string', ['region', 'providerArn', 'endpointUrl']),
  }
}

interface Types {
  readonly string: string
  readonly number: number
}

/** Those of the named fields that are there and of the type. */
function picked<T extends keyof Types, const K extends string>(
  fields: Fields,
  type: T,
  names: readonly K[],
): { readonly [N in K]?: Types[T] } {
  const present = names.filter(name => typeof fields[name] === type)
  return Object.fromEntries(present.map(name => [name, fields[name]])) as { readonly [N in K]?: Types[T] }
}
