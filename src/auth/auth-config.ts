/** A place in a file, counted from 1. */
export interface Origin {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something wrong, or doubtful, in a configuration. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Dotted path of the value: `auth.identities.plat-dev/terraform.principal.assume_role`. */
  readonly path: string
  readonly message: string
  /** What to write instead, or the nearest known word. */
  readonly next?: string
  readonly origin?: Origin
}

/**
 * What all named entries of the `auth` section share. An entry may work its fields out when asked for them:
 * copy one with `withSpec`, never with a spread.
 */
interface Entry {
  /** As spelled in the file; names are compared without regard to case. */
  readonly name: string
  readonly kind: string
  readonly tags: readonly string[]
  /** The kind's own fields, decoded; `undefined` while something in them is broken or still pending. */
  readonly spec: unknown
  /** The entry as written, values of functions filled in except pending ones; for showing, never for use. */
  readonly written: Readonly<Record<string, unknown>>
  /** Where each value came from, by path inside the entry (`''` is the entry itself). */
  readonly origins: ReadonlyMap<string, Origin>
  /** Problems inside this entry: they break only the commands that need it. */
  readonly problems: readonly Problem[]
  /** Paths inside the entry whose value a program (`!exec`) has yet to give. */
  readonly pending: readonly string[]
}

export interface ProviderEntry extends Entry {
  readonly default: boolean
}

/** Where a chain goes on: exactly one of the two. */
export type Via = { readonly provider: string } | { readonly identity: string }

export interface IdentityEntry extends Entry {
  readonly default: boolean
  readonly via: Via | undefined
  readonly alias: string | undefined
  /** Extra variables for `auth env`, names with their case kept. */
  readonly env: readonly { readonly key: string; readonly value: string }[]
}

export interface IntegrationEntry extends Entry {
  readonly via: Via | undefined
  readonly autoProvision: boolean
  /** 12-digit account that the credentials must belong to. */
  readonly expectedAccount: string | undefined
  readonly verify: boolean
}

export interface KeyringSettings {
  readonly type: 'system' | 'file' | 'memory' | 'none'
  readonly path: string | undefined
  /** Variable that holds the password of the file store. */
  readonly passwordEnv: string
}

/** The `auth` section, checked. Entries are in the order of their first appearance. */
export interface AuthConfig {
  /** Files it was made from, in the order they were applied. */
  readonly files: readonly string[]
  /** Folder of the strongest file; `undefined` without any file. */
  readonly folder: string | undefined
  /** Where configuration was looked for in vain, in words: `from /work upwards`. */
  readonly soughtIn?: string
  readonly realm: { readonly value: string; readonly source: 'env' | 'config' } | undefined
  readonly providers: readonly ProviderEntry[]
  readonly identities: readonly IdentityEntry[]
  readonly integrations: readonly IntegrationEntry[]
  readonly keyring: KeyringSettings
  /** `auth.console.isolated` */
  readonly isolatedConsole: boolean
  /** `auth.docker.ambient`: the credential helper may use ambient credentials for ECR hosts nobody names. */
  readonly ambientHelper: boolean
  /** Top-level `env:` for child processes, names with their case kept. */
  readonly env: Readonly<Record<string, string>>
  /** Problems outside any entry, and warnings. */
  readonly problems: readonly Problem[]
}
