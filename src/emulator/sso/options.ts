/** A permission set of the pretend IAM Identity Center, as somebody has it in an account. */
export interface PermissionSetOptions {
  readonly name: string
  /** Actions its policies allow, `*` and `?` as in IAM. Default: everything. */
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  /** Life of its credentials, seconds. Default one hour, as AWS's. */
  readonly seconds?: number
}

interface PortalAccountOptions {
  /** 12 digits. */
  readonly id: string
  readonly name: string
  readonly email?: string
  readonly permissionSets: readonly (string | PermissionSetOptions)[]
  /** Users it is assigned to. Default: everybody. */
  readonly users?: readonly string[]
}

/** An instance of IAM Identity Center. Lives are in seconds. */
export interface IdentityCenterOptions {
  /** Default `https://example.awsapps.com/start`. */
  readonly startUrl?: string
  /** The Region it was set up in. Default `us-east-1`. */
  readonly region?: string
  /** Who can sign in; the first one does unless told otherwise. Default `jane`. */
  readonly users?: readonly string[]
  /** Default: `sandbox` (123456789012) with `AdministratorAccess` and `ReadOnly`. */
  readonly accounts?: readonly PortalAccountOptions[]
  /** Of an access token that can be refreshed. Default one hour. */
  readonly accessTokenSeconds?: number
  /** From a person's sign-in to its end, refreshed or not. Default 8 hours. */
  readonly sessionSeconds?: number
  /** Of a code that nobody confirmed. Default 10 minutes. */
  readonly deviceCodeSeconds?: number
  /** Shortest time between two questions about a code. Default 1, as AWS's. */
  readonly pollSeconds?: number
  /** Of a registered client. Default 90 days. */
  readonly registrationSeconds?: number
  /** Rows in the longest page of a list. Default 100. */
  readonly pageSize?: number
  /** Calls of the portal that one session may make per second. Default: any number. */
  readonly callsPerSecond?: number
}

type Account = Omit<PortalAccountOptions, 'permissionSets'> & {
  readonly permissionSets: readonly PermissionSetOptions[]
}

/** The options with every default filled in. */
export type IdentityCenter = Required<Omit<IdentityCenterOptions, 'accounts'>> & {
  readonly accounts: readonly Account[]
}

const hour = 3600

const exampleAccount: PortalAccountOptions = {
  id: '123456789012',
  name: 'sandbox',
  permissionSets: ['AdministratorAccess', { name: 'ReadOnly', allow: ['*:Get*', '*:List*', '*:Describe*'] }],
}

/** Fills in the defaults; permission sets that are only named become whole ones. */
export function identityCenterOf(options: IdentityCenterOptions = {}): IdentityCenter {
  const accounts = options.accounts ?? [exampleAccount]
  return {
    startUrl: 'https://example.awsapps.com/start',
    region: 'us-east-1',
    users: ['jane'],
    accessTokenSeconds: hour,
    sessionSeconds: 8 * hour,
    deviceCodeSeconds: 600,
    pollSeconds: 1,
    registrationSeconds: 90 * 24 * hour,
    pageSize: 100,
    callsPerSecond: Number.POSITIVE_INFINITY,
    ...options,
    accounts: accounts.map(account => ({
      ...account,
      permissionSets: account.permissionSets.map(set => (typeof set === 'string' ? { name: set } : set)),
    })),
  }
}
