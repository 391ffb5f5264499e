import { type SamlOptions, type SamlSettings, samlSettingsOf } from './saml/options.ts'
import { type IdentityCenter, type IdentityCenterOptions, identityCenterOf } from './sso/options.ts'

/** Who may call: an IAM user (or any other holder of keys) of the pretend AWS. */
export interface PrincipalOptions {
  /** e.g. `arn:aws:iam::123456789012:user/ci`; its account and partition count. */
  readonly arn: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** For keys that are temporary from the start. */
  readonly sessionToken?: string
  /** Milliseconds since the epoch after which the keys are expired. */
  readonly expiresAt?: number
  /** Actions its policies allow, `*` and `?` as in IAM. Default: everything. */
  readonly allow?: readonly string[]
  /** Actions its policies deny; a denial wins. */
  readonly deny?: readonly string[]
  /** The device of its second factor and the six digits it would show. */
  readonly mfa?: { readonly serial: string; readonly code: string }
}

/** Who may become a role, as a trust policy says it. */
export interface TrustOptions {
  /** ARNs of users, roles or account roots, 12-digit accounts, or `*`. */
  readonly principals?: readonly string[]
  /** Subjects of GitHub's tokens, `*` and `?` as in IAM: `repo:acme/shop:*`. */
  readonly githubSubjects?: readonly string[]
  /** Audience a GitHub token must be for. Default `sts.amazonaws.com`. */
  readonly githubAudience?: string
  /** ARNs of SAML providers whose users may come. */
  readonly samlProviders?: readonly string[]
  readonly externalId?: string
  readonly requireMfa?: boolean
  /** Whether session tags are accepted (`sts:TagSession`). Default true. */
  readonly tagging?: boolean
}

export interface RoleOptions {
  readonly arn: string
  readonly trust: TrustOptions
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  /** Longest session, seconds. Default 3600, as IAM's. */
  readonly maxSessionSeconds?: number
}

/** What GitHub says about the job whose tokens it mints. */
interface GithubOptions {
  /** Bearer the job presents; any random word. */
  readonly requestToken?: string
  /** `owner/name` */
  readonly repository?: string
  /** e.g. `refs/heads/main` */
  readonly ref?: string
}

export interface EmulatorOptions {
  /** Default: one user who may do everything, `exampleUser`. */
  readonly principals?: readonly PrincipalOptions[]
  /** Default: `exampleRole`. */
  readonly roles?: readonly RoleOptions[]
  /** Accounts whose root this organization may assume from `managementAccount`. */
  readonly memberAccounts?: readonly string[]
  readonly managementAccount?: string
  /** Repositories that hold the built-in image. */
  readonly repositories?: readonly string[]
  /** Pulls per second from ECR Public. Default 1 and 10, as AWS's quotas page says. */
  readonly pullsPerSecond?: { readonly anonymous?: number; readonly signedIn?: number }
  /** Life of registry tokens, seconds. Default 12 hours. */
  readonly registryTokenSeconds?: number
  readonly github?: GithubOptions
  readonly identityCenter?: IdentityCenterOptions
  readonly saml?: SamlOptions
  /** ARN of whoever allows `aws login` in the browser. Default: the first principal. */
  readonly signInArn?: string
}

/** The user of an emulator that was told of none. The keys open nothing outside it. */
export const exampleUser = {
  arn: 'arn:aws:iam::123456789012:user/example',
  accessKeyId: 'AKIAEMULATOR0EXAMPLE',
  secretAccessKey: 'emulator/only/opens/nothing/elsewhere/00',
} as const satisfies PrincipalOptions

/** The role of an emulator that was told of none: for its user's account and for jobs of `acme/shop`. */
const exampleRole = {
  arn: 'arn:aws:iam::123456789012:role/DevRole',
  trust: {
    principals: ['123456789012'],
    githubSubjects: ['repo:acme/shop:*'],
    samlProviders: ['arn:aws:iam::123456789012:saml-provider/example'],
  },
} as const satisfies RoleOptions

const twelveHours = 12 * 60 * 60

/** The options with every default filled in. */
export interface Settings {
  readonly principals: readonly PrincipalOptions[]
  readonly roles: readonly RoleOptions[]
  readonly memberAccounts: readonly string[]
  readonly managementAccount: string
  readonly repositories: readonly string[]
  readonly pullsPerSecond: { readonly anonymous: number; readonly signedIn: number }
  readonly registryTokenSeconds: number
  readonly github: Required<GithubOptions>
  readonly identityCenter: IdentityCenter
  readonly saml: SamlSettings
  readonly signInArn: string
}

/** Fills in the defaults. */
export function settingsOf(options: EmulatorOptions): Settings {
  return {
    principals: options.principals ?? [exampleUser],
    roles: options.roles ?? [exampleRole],
    memberAccounts: options.memberAccounts ?? [],
    managementAccount: options.managementAccount ?? '123456789012',
    repositories: options.repositories ?? ['docker/library/alpine', 'atmos/hello'],
    pullsPerSecond: { anonymous: 1, signedIn: 10, ...options.pullsPerSecond },
    registryTokenSeconds: options.registryTokenSeconds ?? twelveHours,
    github: {
      requestToken: 'emulated-job-token',
      repository: 'acme/shop',
      ref: 'refs/heads/main',
      ...options.github,
    },
    identityCenter: identityCenterOf(options.identityCenter),
    saml: samlSettingsOf(options.saml),
    signInArn: options.signInArn ?? (options.principals?.[0] ?? exampleUser).arn,
  }
}
