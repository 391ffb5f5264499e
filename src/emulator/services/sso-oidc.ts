import type { HttpResponse } from '../../effects/http.ts'
import { type PretendService, regionOfHost } from '../pretend-service.ts'
import { pathOf, restAnswer } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { serviceHosts } from '../region.ts'
import { authorizePage } from '../sso/authorize-page.ts'
import { createToken } from '../sso/create-token.ts'
import { startDeviceAuthorization } from '../sso/device-authorization.ts'
import { devicePage } from '../sso/device-page.ts'
import { oidcRefusal, refuseAsOidc } from '../sso/refusals.ts'
import { registerClient } from '../sso/register-client.ts'
import type { World } from '../world.ts'

interface Operation {
  readonly method: 'POST' | 'any'
  readonly path: RegExp
  run(received: Received, world: World): HttpResponse
}

const call = (path: RegExp, run: (received: Received, world: World) => object): Operation => ({
  method: 'POST',
  path,
  run: (received, world) => restAnswer({ body: run(received, world) }),
})

const operations: Readonly<Record<string, Operation>> = {
  RegisterClient: call(/^\/client\/register$/, registerClient),
  StartDeviceAuthorization: call(/^\/device_authorization$/, startDeviceAuthorization),
  CreateToken: call(/^\/token$/, createToken),
  AuthorizePage: { method: 'any', path: /^\/authorize$/, run: authorizePage },
  DevicePage: { method: 'any', path: /^\/device$/, run: devicePage },
}

/** Sign-in to IAM Identity Center: registration, codes, tokens, and the pages people see on the way. */
export const ssoOidc: PretendService = {
  name: 'sso-oidc',
  hosts: serviceHosts(['oidc', 'oidc-fips', 'device.sso']),
  claims: received => operationOf(received) !== '',
  operationOf,
  answer(received, world) {
    const operation = operations[operationOf(received)]
    if (operation === undefined) throw oidcRefusal('invalid_request', 'There is no such operation')
    checkRegion(received, world)
    return operation.run(received, world)
  },
  refuse: refuseAsOidc,
}

function operationOf(received: Received): string {
  if (received.host.startsWith('device.sso.')) return 'DevicePage'
  const found = Object.entries(operations).find(
    ([, { method, path }]) => (method === 'any' || method === received.method) && path.test(pathOf(received)),
  )
  return found?.[0] ?? ''
}

/** An instance is known in its own Region alone. */
function checkRegion(received: Received, world: World): void {
  const region = regionOfHost(ssoOidc, received.host)
  if (region !== undefined && region !== world.settings.identityCenter.region) {
    throw oidcRefusal('invalid_request', `There is no such start url in ${region}`)
  }
}
