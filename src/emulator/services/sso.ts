import { type PretendService, regionOfHost } from '../pretend-service.ts'
import { pathOf, restAnswer } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { type CommonReason, type OwnReason, Refusal, wireReason } from '../refusal.ts'
import { serviceHosts } from '../region.ts'
import {
  getRoleCredentials,
  listAccountRoles,
  listAccounts,
  type PortalCall,
  portalReasons,
} from '../sso/portal.ts'
import type { PortalSession } from '../sso/state.ts'
import { timeOf, type World } from '../world.ts'

const tokenHeader = 'x-amz-sso_bearer_token'

interface Operation {
  readonly name: string
  run(call: PortalCall): object
}

const operations: Readonly<Record<string, Operation>> = {
  'GET /federation/credentials': { name: 'GetRoleCredentials', run: getRoleCredentials },
  'GET /assignment/accounts': { name: 'ListAccounts', run: listAccounts },
  'GET /assignment/roles': { name: 'ListAccountRoles', run: listAccountRoles },
  'POST /logout': { name: 'Logout', run: logout },
}

const common: Readonly<Record<CommonReason, OwnReason>> = {
  'missing-signature': portalReasons.unauthorized,
  'incomplete-signature': portalReasons.unauthorized,
  'unknown-key': portalReasons.unauthorized,
  'expired-key': portalReasons.unauthorized,
  'bad-signature': portalReasons.unauthorized,
  denied: portalReasons.forbidden,
  throttled: portalReasons.tooMany,
  broken: { code: 'InternalServerException', status: 500 },
  'unknown-operation': portalReasons.notFound,
  invalid: portalReasons.invalid,
}

/** The portal of IAM Identity Center: what a signed-in person may use, and the keys to it. */
export const sso: PretendService = {
  name: 'sso',
  hosts: serviceHosts(['portal.sso', 'portal.sso-fips']),
  claims: received => routeOf(received) in operations,
  operationOf: received => operations[routeOf(received)]?.name ?? '',
  answer(received, world) {
    const operation = operations[routeOf(received)]
    if (operation === undefined) throw new Refusal('unknown-operation', 'There is no such operation')
    const session = sessionOf(received, world)
    checkPace(session, world)
    return restAnswer({ body: operation.run({ received, session, world }) })
  },
  refuse(refusal) {
    const { code, status } = wireReason(refusal, common)
    return restAnswer({ status, body: { message: refusal.message }, errorType: code })
  },
}

const routeOf = (received: Received) => `${received.method} ${pathOf(received)}`

function sessionOf(received: Received, world: World): PortalSession {
  const token = world.sso.accessTokens.get(received.headers[tokenHeader] ?? '')
  const region = regionOfHost(sso, received.host) ?? world.settings.identityCenter.region
  const isGood = token !== undefined && token.expiresAt > timeOf(world)
  if (isGood && region === world.settings.identityCenter.region) return token.session
  throw new Refusal(portalReasons.unauthorized, 'Session token not found or invalid')
}

function checkPace({ clientId, user }: PortalSession, world: World): void {
  const perSecond = world.settings.identityCenter.callsPerSecond
  const call = { puller: `portal ${user} ${clientId}`, perSecond, now: timeOf(world) }
  if (!Number.isFinite(perSecond) || world.pullRate.take(call)) return
  throw new Refusal(portalReasons.tooMany, 'HTTP 429 Unknown Code')
}

/** `Logout`: the session is over, with all its tokens. */
function logout({ session, world }: PortalCall): object {
  const { accessTokens, refreshTokens } = world.sso
  for (const [token, access] of accessTokens) if (access.session === session) accessTokens.delete(token)
  for (const [token, of] of refreshTokens) if (of === session) refreshTokens.delete(token)
  return {}
}
