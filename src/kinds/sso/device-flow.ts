import type { SsoPortal } from '../../auth/credentials.ts'
import { withOwnTime } from '../../auth/person-time.ts'
import {
  createToken,
  type DeviceAuthorization,
  type SsoToken,
  startDeviceAuthorization,
} from '../../clients/aws/sso-oidc.ts'
import { isRefusal, type OidcRefusal } from '../../clients/aws/sso-oidc-refusal.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { denied } from '../sign-in/denied.ts'
import { invite } from '../sign-in/invite.ts'
import { callMs } from '../sign-in/limits.ts'
import type { Client } from './client.ts'
import { refusedByService } from './refused-by-service.ts'

export interface DeviceSignIn {
  readonly portal: SsoPortal
  readonly client: Client
  /** One line: where they sign in, and how that was chosen. */
  readonly headline: string
}

/** What `slow_down` adds to the interval, for good (RFC 8628, 3.5). */
const slower = 5000

/**
 * Signs in with a code that the person confirms anywhere, and asks for the tokens until they did.
 * @returns the tokens; a refusal when the client is not known (any more)
 * @throws Failure `sign-in-denied`, or `login-required` when the code expired
 */
export async function signInByCode(
  { portal, client, headline }: DeviceSignIn,
  effects: Effects,
): Promise<SsoToken | OidcRefusal> {
  const asked = { place: portal, registration: client, startUrl: portal.startUrl }
  const device = await startDeviceAuthorization(asked, withOwnTime(effects, callMs))
  if (isRefusal(device)) {
    if (device.refused === 'invalid_client') return device
    throw refusedByService(portal, device)
  }
  await invite(
    {
      headline,
      url: device.verificationUri,
      code: device.userCode,
      ...(device.verificationUriComplete === undefined
        ? {}
        : { completeUrl: device.verificationUriComplete }),
    },
    effects,
  )
  const minutes = Math.max(1, Math.round(device.expiresInMs / 60_000))
  const spinner = effects.terminal.spin(
    `Waiting for you to confirm the code, good for ${minutes} min (Ctrl-C stops)`,
  )
  try {
    return await poll({ portal, client, device }, effects)
  } finally {
    spinner.stop()
  }
}

interface Poll {
  readonly portal: SsoPortal
  readonly client: Client
  readonly device: DeviceAuthorization
}

async function poll({ portal, client, device }: Poll, effects: Effects): Promise<SsoToken> {
  const grant = {
    grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    deviceCode: device.deviceCode,
  } as const
  let interval = device.intervalMs
  // Counted, not measured: the service knows best when its code ends, and a clock that jumps does not.
  for (let waited = 0; waited < device.expiresInMs + interval; waited += interval) {
    await effects.clock.sleep(interval)
    const answer = await ask(() =>
      createToken({ place: portal, registration: client, grant }, withOwnTime(effects, callMs)),
    )
    if (answer === undefined) continue
    if (!isRefusal(answer)) return answer
    if (answer.refused === 'slow_down') interval += slower
    else if (answer.refused !== 'authorization_pending') throw ended(portal, answer)
  }
  throw tooLate(portal)
}

/** A network that is gone for a moment is no reason to send the person through it again. */
async function ask<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (thrown) {
    const passing = ['service-unreachable', 'service-throttled', 'service-failed', 'timed-out']
    if (thrown instanceof Failure && passing.includes(thrown.code)) return undefined
    throw thrown
  }
}

function ended(portal: SsoPortal, refusal: OidcRefusal): Failure {
  if (refusal.refused === 'access_denied') return denied(portal.startUrl, refusal.words)
  if (refusal.refused === 'expired_token') return tooLate(portal, refusal.words)
  return refusedByService(portal, refusal)
}

function tooLate({ startUrl }: SsoPortal, words = 'its time is over'): Failure {
  return new Failure({
    code: 'login-required',
    what: `Nobody confirmed the code for ${startUrl} in time`,
    why: words,
    next: 'Run the same command again for a new code',
  })
}
