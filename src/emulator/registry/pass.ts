import type { Received } from '../received.ts'
import { type OwnReason, Refusal } from '../refusal.ts'
import type { RegistryPass } from '../registry-token.ts'
import { timeOf, type World } from '../world.ts'

/** What an `Authorization` header presents: user and password, or a bearer token. */
export type Presented =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string }

/** @returns `undefined` for a request without such a header, or with another scheme */
export function presentedBy({ headers }: Received): Presented | undefined {
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return { scheme: 'bearer', token: value }
  if (!/^basic$/i.test(scheme)) return undefined
  return { scheme: 'basic', ...splitPair(value) }
}

/** Base64 of `user:password`, cut at the first colon. */
export function splitPair(base64: string): { readonly user: string; readonly password: string } {
  const text = Buffer.from(base64, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at < 0 ? { user: text, password: '' } : { user: text.slice(0, at), password: text.slice(at + 1) }
}

/** Where a pass must have been issued, and how its refusal looks there. */
export interface Gate {
  readonly use: RegistryPass['use']
  readonly region: string
  readonly reason: OwnReason
}

/**
 * Reads back a password that the emulator's ECR or ECR Public handed out.
 * @throws Refusal when it is not one, is for another registry or Region, or has expired
 */
export function openPass(
  { user, password }: { readonly user: string; readonly password: string },
  { use, region, reason }: Gate,
  world: World,
): RegistryPass {
  const pass = world.seal.open(password) as RegistryPass | undefined
  if (user !== 'AWS' || pass === undefined || pass.use !== use || pass.region !== region) {
    throw new Refusal(reason, 'Your Authorization Token is invalid.')
  }
  if (pass.expiresAt > timeOf(world)) return pass
  throw new Refusal(reason, 'Your authorization token has expired. Reauthenticate and try again.')
}
