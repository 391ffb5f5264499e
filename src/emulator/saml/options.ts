/** The SAML identity provider of the pretend world, and who it says its one user is. */
export interface SamlOptions {
  /** Values of the Role attribute, `role,provider`. Default: `exampleRole` by the provider `example`. */
  readonly roles?: readonly string[]
  /** Default `jane@example.com`. */
  readonly sessionName?: string
  /** The SessionDuration attribute, seconds. */
  readonly sessionDuration?: number
  /**
   * Other identity providers that AWS trusts: their certificates or public keys (PEM), by the ARN of the provider.
   * The emulator's own is behind every other ARN that a role trusts.
   */
  readonly trustedKeys?: Readonly<Record<string, string>>
}

export interface SamlSettings {
  readonly roles: readonly string[]
  readonly sessionName: string
  readonly sessionDuration: number | undefined
  readonly trustedKeys: Readonly<Record<string, string>>
}

/** Fills in the defaults. */
export function samlSettingsOf(options: SamlOptions = {}): SamlSettings {
  return {
    roles: ['arn:aws:iam::123456789012:role/DevRole,arn:aws:iam::123456789012:saml-provider/example'],
    sessionName: 'jane@example.com',
    trustedKeys: {},
    ...options,
    sessionDuration: options.sessionDuration,
  }
}
