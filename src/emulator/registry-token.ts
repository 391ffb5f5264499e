import type { AccessKey } from './keys.ts'
import { timeOf, type World } from './world.ts'

/** What a registry password says about its holder. */
export interface RegistryPass {
  readonly use: 'ecr' | 'ecr-public'
  readonly arn: string
  readonly account: string
  readonly region: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** Random bytes that bring a password to the two thousand characters real ones have. */
const paddingBytes = 1200

/** Mints the authorization token of ECR and ECR Public: base64 of `AWS:password`, with its expiry. */
export function mintRegistryToken(
  { use, key, region }: Pick<RegistryPass, 'use' | 'region'> & { readonly key: AccessKey },
  world: World,
): { authorizationToken: string; expiresAt: number } {
  const { arn, account } = key.principal
  const expiresAt = timeOf(world) + world.settings.registryTokenSeconds * 1000
  const pass: RegistryPass = { use, arn, account, region, expiresAt }
  const padding = Buffer.from(world.effects.random.bytes(paddingBytes)).toString('base64')
  const password = world.seal.close({ ...pass, padding })
  return {
    authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
    expiresAt: expiresAt / 1000,
  }
}
