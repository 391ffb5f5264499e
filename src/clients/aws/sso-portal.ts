import type { AwsCredentials } from '../../auth/credentials.ts'
import { isRecord, isText } from '../../auth/parse-json.ts'
import { presentable } from '../../auth/scrub.ts'
import { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { callRest, flawed, type RestAnswer, type RestCall, refused } from './rest-json.ts'
import { readServiceError } from './service-error.ts'

/** The portal of IAM Identity Center, and the session that opens it. */
export interface PortalAccess {
  readonly region: string
  readonly endpointUrl?: string
  readonly accessToken: Secret
}

export interface Account {
  readonly id: string
  readonly name: string
}

type CallNeeds = Needs<'http' | 'clock' | 'env' | 'random'>

/** The largest page the service gives. */
const pageSize = '100'

/** More pages than any organisation fills; a service that never ends its list is not followed further. */
const mostPages = 1000

/** Lists are long and rate limits low: these calls wait more often than others. */
const patience = 8

/**
 * `GetRoleCredentials`: keys of a permission set in an account.
 * @throws Failure `login-required` when the session is not accepted (any more), `access-denied` when the person
 *   has no such role
 */
export async function getRoleCredentials(
  asked: { readonly access: PortalAccess; readonly accountId: string; readonly roleName: string },
  effects: CallNeeds,
): Promise<AwsCredentials> {
  const { access, accountId, roleName } = asked
  const query = { account_id: accountId, role_name: roleName }
  const answer = await get(
    access,
    { operation: 'GetRoleCredentials', path: 'federation/credentials', query },
    effects,
  )
  const { roleCredentials } = answer.output
  if (!isRecord(roleCredentials)) throw flawed(answer, 'its answer holds no credentials')
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = roleCredentials
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(sessionToken)) {
    throw flawed(answer, 'its credentials are not complete')
  }
  // Milliseconds already, unlike everywhere else in AWS.
  if (typeof expiration !== 'number' || expiration <= 0)
    throw flawed(answer, 'its credentials have no readable expiry')
  return {
    type: 'aws',
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(sessionToken),
    expiresAt: expiration,
  }
}

/** `ListAccounts`, all pages. @throws as `getRoleCredentials` */
export async function listAccounts(access: PortalAccess, effects: CallNeeds): Promise<readonly Account[]> {
  const rows = await allPages(
    access,
    { operation: 'ListAccounts', path: 'assignment/accounts', list: 'accountList' },
    effects,
  )
  return rows.flatMap(({ accountId, accountName }) =>
    isText(accountId) ? [{ id: accountId, name: isText(accountName) ? accountName : accountId }] : [],
  )
}

/** `ListAccountRoles`, all pages: names of permission sets. @throws as `getRoleCredentials` */
export async function listAccountRoles(
  { access, accountId }: { readonly access: PortalAccess; readonly accountId: string },
  effects: CallNeeds,
): Promise<readonly string[]> {
  const query = { account_id: accountId }
  const rows = await allPages(
    access,
    { operation: 'ListAccountRoles', path: 'assignment/roles', list: 'roleList', query },
    effects,
  )
  return rows.flatMap(({ roleName }) => (isText(roleName) ? [roleName] : []))
}

/** `Logout`: ends the session at the service. @returns whether it was still alive there */
export async function endSession(access: PortalAccess, effects: CallNeeds): Promise<boolean> {
  const answer = await callRest(
    { ...callOf(access), operation: 'Logout', method: 'POST', path: 'logout', input: {} },
    effects,
  )
  if (answer.response.status === 401) return false
  if (answer.response.status >= 300) throw refused(answer, effects)
  return true
}

interface Listing {
  readonly operation: string
  readonly path: string
  readonly list: string
  readonly query?: Readonly<Record<string, string>>
}

async function allPages(access: PortalAccess, listing: Listing, effects: CallNeeds) {
  const { list, query, ...asked } = listing
  const rows: Readonly<Record<string, unknown>>[] = []
  let next: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const paging = { max_result: pageSize, ...(next === undefined ? {} : { next_token: next }) }
    const answer = await get(access, { ...asked, query: { ...query, ...paging }, patience }, effects)
    const found = answer.output[list]
    if (!Array.isArray(found)) throw flawed(answer, `its answer holds no ${list}`)
    rows.push(...found.filter(isRecord))
    const { nextToken } = answer.output
    if (!isText(nextToken) || nextToken === next) return rows
    next = nextToken
  }
  return rows
}

type Get = Pick<RestCall, 'operation' | 'path' | 'query' | 'patience'>

async function get(access: PortalAccess, asked: Get, effects: CallNeeds): Promise<RestAnswer> {
  const answer = await callRest({ ...callOf(access), method: 'GET', ...asked }, effects)
  if (answer.response.status === 200) return answer
  throw portalRefusal(answer) ?? refused(answer, effects)
}

function callOf({ region, endpointUrl, accessToken }: PortalAccess) {
  return {
    service: 'sso' as const,
    region,
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    headers: { 'x-amz-sso_bearer_token': accessToken.expose() },
    secrets: [accessToken],
  }
}

function portalRefusal(answer: RestAnswer): Failure | undefined {
  const error = readServiceError(answer.response)
  if (error === undefined) return undefined
  const { region, operation, secrets } = answer.call
  const said = presentable(error.message, secrets)
  const why = said === '' ? error.code : `${error.code}: ${said}`
  const details = { serviceCode: error.code }
  if (answer.response.status === 401) {
    const next = 'Sign in again: atmos auth login'
    return new Failure({
      code: 'login-required',
      what: `The portal in ${region} does not accept the session`,
      why,
      next,
      details: { ...details, credentials: 'dead' },
    })
  }
  if (answer.response.status === 403 || answer.response.status === 404) {
    const next = 'Check account and permission set; an administrator assigns them in IAM Identity Center'
    return new Failure({
      code: 'access-denied',
      what: `The portal in ${region} refused ${operation}`,
      why,
      next,
      details,
    })
  }
  return undefined
}
