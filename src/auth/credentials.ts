import type { Secret } from './secret.ts'

/** Keys that sign AWS requests. */
export interface AwsCredentials {
  readonly type: 'aws'
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  readonly sessionToken?: Secret
  /** Milliseconds since the epoch; absent for long-lived keys. */
  readonly expiresAt?: number
  /** Home Region of the identity, where it has one. */
  readonly region?: string
  /** Where ambient credentials were found, for people: `environment`, `profile dev`. */
  readonly source?: string
  /** ARN of the caller, where the service told us. */
  readonly arn?: string
}

/** A signed statement of who runs, to be exchanged at STS. */
export interface OidcCredentials {
  readonly type: 'oidc'
  readonly token: Secret
  readonly expiresAt?: number
}

/** A SAML response (base64, as posted by the browser), to be exchanged at STS. */
export interface SamlCredentials {
  readonly type: 'saml'
  readonly assertion: Secret
  readonly expiresAt?: number
  readonly region?: string
  /** Provider of IAM to go through, where the configuration names one. */
  readonly providerArn?: string
  /** Stands in for STS, where the provider's entry names one. */
  readonly endpointUrl?: string
  /** Seconds a session shall last, where the provider's entry says so. */
  readonly durationSeconds?: number
}

/** A portal of IAM Identity Center: where a session of it lives, and how one is opened again. */
export interface SsoPortal {
  /** Name of the provider's entry, for messages. */
  readonly provider: string
  readonly startUrl: string
  readonly region: string
  /** `[sso-session]` of the AWS CLI whose cache file is used. */
  readonly sessionName?: string
  /** Stands in for both of the service's own endpoints. */
  readonly endpointUrl?: string
  /** How to sign in; without it the surroundings decide. */
  readonly flow?: 'pkce' | 'device'
}

/**
 * A signed-in session of IAM Identity Center, to be exchanged at its portal. Never kept by a store: it rests
 * in the AWS CLI's own cache.
 */
export interface SsoCredentials {
  readonly type: 'sso'
  readonly accessToken: Secret
  /** Region of the portal. */
  readonly region: string
  readonly portal: SsoPortal
  readonly expiresAt?: number
}

/** An identity that lends no credentials of its own (`ambient`): whatever surrounds the program stays in force. */
interface NoCredentials {
  readonly type: 'none'
  readonly expiresAt?: number
}

export type Credentials = AwsCredentials | OidcCredentials | SamlCredentials | SsoCredentials | NoCredentials
export type CredentialType = Credentials['type']
export type CredentialsOf<T extends CredentialType> = Extract<Credentials, { type: T }>
