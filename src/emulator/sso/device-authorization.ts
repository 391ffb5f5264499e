import { originOf } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { newToken, timeOf, type World } from '../world.ts'
import { isStartUrl, needClient, needField, readInput } from './fields.ts'
import { oidcRefusal } from './refusals.ts'
import { grantTypes } from './register-client.ts'

/** `StartDeviceAuthorization`: one code for the program, one for the person. */
export function startDeviceAuthorization(received: Received, world: World): object {
  const input = readInput(received)
  const client = needClient(input, world)
  if (!client.grantTypes.includes(grantTypes.device)) {
    throw oidcRefusal('unauthorized_client', 'The client was not registered for device codes')
  }
  if (!isStartUrl(needField(input, 'startUrl'), world)) {
    throw oidcRefusal('invalid_request', 'Invalid start url provided')
  }
  const { deviceCodeSeconds, pollSeconds } = world.settings.identityCenter
  const [deviceCode, userCode] = [newToken(world), newUserCode(world)]
  world.sso.devices.set(deviceCode, {
    deviceCode,
    userCode,
    clientId: client.id,
    expiresAt: timeOf(world) + deviceCodeSeconds * 1000,
    decision: undefined,
    askedAt: undefined,
    interval: pollSeconds * 1000,
    early: 0,
  })
  const verificationUri = verificationPage(received)
  const verificationUriComplete = `${verificationUri}?user_code=${userCode}`
  const times = { expiresIn: deviceCodeSeconds, interval: pollSeconds }
  return { deviceCode, userCode, verificationUri, verificationUriComplete, ...times }
}

/** AWS has a host of its own for it; elsewhere it is a path of this one. */
function verificationPage(received: Received): string {
  const host = received.host.replace(/^oidc(-fips)?\./, 'device.sso.')
  return host === received.host ? `${originOf(received)}/device` : `${received.url.protocol}//${host}/`
}

/** Letters that are not taken for digits or for each other: `BCDF-GHJK`. */
function newUserCode({ effects }: World): string {
  const letters = Array.from(effects.random.bytes(8), byte => 'BCDFGHJKLMNPQRSTVWXZ'[byte % 20])
  return letters.join('').replace(/^(.{4})/, '$1-')
}
