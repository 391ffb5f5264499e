import { isRecord, parseJson } from '../../auth/parse-json.ts'

/**
 * When a password of ECR ends, milliseconds since the epoch: it is base64 of a JSON object that says so under
 * `expiration`, in seconds. Source: CircleCI-Public/aws-ecr-orb issue 265.
 * @returns `undefined` for a password that does not say
 */
export function tokenExpiry(password: string): number | undefined {
  if (!password.startsWith('eyJ')) return undefined
  const value = parseJson(Buffer.from(password, 'base64').toString('utf8'))
  return isRecord(value) && typeof value.expiration === 'number' ? value.expiration * 1000 : undefined
}
