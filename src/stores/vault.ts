import type { Secret } from '../auth/secret.ts'
import { Failure } from '../errors/failure.ts'

/** A place that keeps secret texts by key, and knows nothing of what they mean. */
export interface Vault {
  /** For people: `the system keychain`, `/home/ada/.local/share/atmos/keyring/atmos-auth.json`. */
  readonly place: string
  /** @throws Failure `credential-store-failed` when the place cannot be asked; what is not there is `undefined` */
  get(key: string): Promise<Secret | undefined>
  /** @throws Failure `credential-store-failed` or `file-unwritable` */
  set(key: string, text: Secret): Promise<void>
  /** @returns whether there was something. @throws as `set` */
  remove(key: string): Promise<boolean>
  /** Every key there is; absent where the place cannot tell. */
  list?(): Promise<readonly string[]>
}

/**
 * Why a vault cannot be used: `absent` is no news (there simply is none here), `locked` and `silent` are worth
 * telling a person.
 */
type VaultTrouble = 'absent' | 'locked' | 'silent'

interface Unusable {
  readonly place: string
  readonly trouble: VaultTrouble
  /** In the place's own words. */
  readonly why: string
  readonly next?: string
}

/** The failure of a vault that cannot be asked. */
export function vaultFailure({ place, trouble, why, next }: Unusable): Failure {
  return new Failure({
    code: 'credential-store-failed',
    what: `Could not use ${place}`,
    why,
    ...(next === undefined ? {} : { next }),
    details: { place, trouble },
  })
}

/** Whether a failure only says that there is no such vault on this machine. */
export function meansAbsent(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.details.trouble === ('absent' satisfies VaultTrouble)
}
