import { createHash } from 'node:crypto'
import { issueKey, principalOf } from '../keys.ts'
import type { Received } from '../received.ts'
import { type OwnReason, Refusal } from '../refusal.ts'
import { partitionOfRegion } from '../region.ts'
import { timeOf, type World } from '../world.ts'
import type { IdentityCenter, PermissionSetOptions } from './options.ts'
import type { PortalSession } from './state.ts'

/** Errors of the portal; its model does not name the last one, but it is what a role that is not assigned gives. */
export const portalReasons = {
  invalid: { code: 'InvalidRequestException', status: 400 },
  unauthorized: { code: 'UnauthorizedException', status: 401 },
  forbidden: { code: 'ForbiddenException', status: 403 },
  notFound: { code: 'ResourceNotFoundException', status: 404 },
  tooMany: { code: 'TooManyRequestsException', status: 429 },
} as const satisfies Record<string, OwnReason>

export interface PortalCall {
  readonly received: Received
  readonly session: PortalSession
  readonly world: World
}

type Account = IdentityCenter['accounts'][number]

const accountsOf = ({ session: { user }, world }: PortalCall): readonly Account[] =>
  world.settings.identityCenter.accounts.filter(({ users }) => users === undefined || users.includes(user))

/** `ListAccounts` */
export function listAccounts(call: PortalCall): object {
  const rows = accountsOf(call).map(({ id, name, email }) => ({
    accountId: id,
    accountName: name,
    emailAddress: email ?? `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}@example.com`,
  }))
  return pageOf({ list: 'accountList', rows }, call)
}

/** `ListAccountRoles` */
export function listAccountRoles(call: PortalCall): object {
  const { id, permissionSets } = needAccount(call)
  const rows = permissionSets.map(({ name }) => ({ roleName: name, accountId: id }))
  return pageOf({ list: 'roleList', rows }, call)
}

/** `GetRoleCredentials`: real keys of this pretend AWS; their expiry in milliseconds. */
export function getRoleCredentials(call: PortalCall): object {
  const { id, permissionSets } = needAccount(call)
  const wanted = needParameter(call, 'role_name')
  const set = permissionSets.find(({ name }) => name === wanted)
  if (set === undefined) throw new Refusal(portalReasons.forbidden, 'No access')
  const { world, session } = call
  const expiresAt = (Math.floor(timeOf(world) / 1000) + (set.seconds ?? 3600)) * 1000
  const principal = permissionSetPrincipal({ account: id, set, user: session.user }, world)
  const key = issueKey({ origin: 'role', principal, expiresAt }, world)
  const { id: accessKeyId, secret: secretAccessKey, sessionToken } = key
  return { roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt } }
}

interface Assigned {
  readonly account: string
  readonly set: PermissionSetOptions
  readonly user: string
}

/** The role that IAM Identity Center makes of a permission set: `AWSReservedSSO_<name>_<16 hex digits>`. */
function permissionSetPrincipal({ account, set, user }: Assigned, { settings }: World) {
  const { partition } = partitionOfRegion(settings.identityCenter.region)
  const mark = createHash('sha256').update(`${account}/${set.name}`).digest('hex').slice(0, 16)
  const name = `AWSReservedSSO_${set.name}_${mark}`
  return principalOf(`arn:${partition}:sts::${account}:assumed-role/${name}/${user}`, {
    roleArn: `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/${name}`,
    allow: set.allow ?? ['*'],
    deny: set.deny ?? [],
  })
}

function needAccount(call: PortalCall): Account {
  const id = needParameter(call, 'account_id')
  const account = accountsOf(call).find(account => account.id === id)
  if (account !== undefined) return account
  throw new Refusal(portalReasons.forbidden, 'No access')
}

function needParameter({ received }: PortalCall, name: string): string {
  const value = received.url.searchParams.get(name)
  if (value) return value
  throw new Refusal(portalReasons.invalid, `Missing required request parameter: ${name}`)
}

interface Listing {
  readonly list: string
  readonly rows: readonly object[]
}

function pageOf({ list, rows }: Listing, { received, world }: PortalCall): object {
  const { searchParams } = received.url
  const most = world.settings.identityCenter.pageSize
  const asked = Number(searchParams.get('max_result') ?? most)
  if (!Number.isInteger(asked) || asked < 1 || asked > 100) {
    throw new Refusal(portalReasons.invalid, 'max_result must be between 1 and 100')
  }
  const from = startOf({ list, token: searchParams.get('next_token') }, world)
  const end = from + Math.min(asked, most)
  const nextToken = end < rows.length ? world.seal.close({ use: 'page', list, from: end }) : null
  return { nextToken, [list]: rows.slice(from, end) }
}

/** A token goes on with the list that it came from, and with no other. */
function startOf(
  { list, token }: { readonly list: string; readonly token: string | null },
  world: World,
): number {
  if (token === null) return 0
  const place = world.seal.open(token)
  if (place?.use === 'page' && place.list === list) return Number(place.from)
  throw new Refusal(portalReasons.invalid, 'Invalid next_token')
}
