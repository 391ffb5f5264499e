import { ambientRegion } from '../../auth/ambient-region.ts'
import type { AwsCredentials } from '../../auth/credentials.ts'
import { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { type AmbientSource, ambientSources } from './ambient-sources.ts'
import { chainFailure, chainTimedOut } from './chain-failure.ts'
import { type ChainLog, chainLog } from './chain-log.ts'
import type { SdkCredentials } from './sdk-chain.ts'
import { sdkTransport } from './sdk-transport.ts'

/**
 * Credentials from wherever the AWS provider chain finds them: profiles (static, role, SSO, process, login
 * session), web identity, container endpoints, instance metadata. The SDK is loaded only when one of them has
 * to be asked.
 * @throws `no-credentials` with every source and its reason; `login-required` for an ended sign-in;
 *   `timed-out` at the command's deadline
 */
export async function askProviderChain(
  effects: Needs<'http' | 'clock' | 'env' | 'files'>,
): Promise<AwsCredentials> {
  const sources = ambientSources(effects)
  const log = chainLog()
  if (sources.every(source => source.absent !== undefined)) throw chainFailure({ sources, log })
  const transport = sdkTransport(effects)
  const { askSdkChain } = await import('./sdk-chain.ts')
  const region = ambientRegion(effects)
  try {
    const work = askSdkChain({ transport, region, listen: log.listen })
    const found = await inTime(work, { late: () => chainTimedOut({ sources, log }) }, effects)
    return translate(found, { sources, log })
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    throw chainFailure({ sources, log, thrown, broken: transport.lastBreak() })
  }
}

async function inTime<T>(
  work: Promise<T>,
  { late }: { readonly late: () => Failure },
  { clock }: Needs<'clock'>,
): Promise<T> {
  if (clock.deadline === Number.POSITIVE_INFINITY) return await work
  const left = Math.max(0, clock.deadline - clock.now())
  const over = clock.sleep(left, { background: true }).then(() => {
    throw late()
  })
  return await Promise.race([work, over])
}

function translate(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: SdkCredentials,
  { sources, log }: { readonly sources: readonly AmbientSource[]; readonly log: ChainLog },
): AwsCredentials {
  const source = sources.find(({ id }) => id === log.last())?.name
  return {
    type: 'aws',
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) }),
    ...(expiration === undefined ? {} : { expiresAt: expiration.getTime() }),
    ...(source === undefined ? {} : { source }),
  }
}
