import { createHash } from 'node:crypto'
import type { Needs } from '../../effects/effects.ts'

/** What decides whose the credentials of the surroundings are, and which AWS they belong to. */
const deciding = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_ECR',
  'AWS_ENDPOINT_URL_ECR_PUBLIC',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
] as const

/**
 * A mark of the surroundings: where it is the same, ambient credentials are taken for those of the same
 * identity. Rotating keys change it, which at worst costs a call.
 */
export function surroundingsMark({ env }: Needs<'env'>): string {
  const values = deciding.map(name => env.get(name) ?? null)
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 40)
}
