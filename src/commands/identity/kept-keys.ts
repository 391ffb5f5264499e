import { safeParse } from 'valibot'
import type { AuthConfig, IdentityEntry } from '../../auth/auth-config.ts'
import { durationSeconds } from '../../auth/fields.ts'
import { isRecord } from '../../auth/parse-json.ts'
import { withSpec } from '../../auth/with-spec.ts'
import { type KeyOwner, type LongLivedKeys, readLongLivedKeys } from '../../stores/long-lived-keys.ts'
import type { Vault } from '../../stores/vault.ts'

const userKind = 'aws/user'

/** Under whose name the keyring keeps the keys of an identity. */
export function keyOwner(auth: AuthConfig, name: string): KeyOwner {
  return { name, realm: auth.realm?.value, configFolder: auth.folder }
}

/**
 * Fills the keys that the keyring keeps into those of the named `aws/user` identities that hold none, so that
 * everything after works with one source. What the file says wins.
 * @throws Failure when a place that may hold them cannot be asked
 */
export async function withKeptKeys(
  auth: AuthConfig,
  names: readonly string[],
  vault: Vault,
): Promise<AuthConfig> {
  const identities: IdentityEntry[] = []
  for (const entry of auth.identities) {
    const needed = entry.kind === userKind && names.includes(entry.name) && lacksKeys(entry)
    identities.push(needed ? await filled(entry, { vault, owner: keyOwner(auth, entry.name) }) : entry)
  }
  return { ...auth, identities }
}

function lacksKeys({ spec }: IdentityEntry): boolean {
  if (!isRecord(spec)) return false
  const credentials = isRecord(spec.credentials) ? spec.credentials : {}
  return credentials.access_key_id === undefined && credentials.secret_access_key === undefined
}

async function filled(
  entry: IdentityEntry,
  { vault, owner }: { readonly vault: Vault; readonly owner: KeyOwner },
): Promise<IdentityEntry> {
  const keys = await readLongLivedKeys(vault, owner)
  if (keys === undefined || !isRecord(entry.spec)) return entry
  const { credentials, session } = entry.spec
  const own = isRecord(credentials) ? credentials : {}
  return withSpec(entry, {
    ...entry.spec,
    credentials: {
      ...(keys.mfaArn === undefined ? {} : { mfa_arn: keys.mfaArn }),
      ...(keys.region === undefined ? {} : { region: keys.region }),
      ...own,
      access_key_id: keys.accessKeyId,
      secret_access_key: keys.secretAccessKey,
    },
    ...(session === undefined ? sessionOf(keys) : {}),
  })
}

/** The session length a person once typed, where it still makes sense. */
function sessionOf({ sessionDuration }: LongLivedKeys): { readonly session?: { readonly duration: number } } {
  const duration = safeParse(durationSeconds, sessionDuration)
  return duration.success ? { session: { duration: duration.output } } : {}
}
