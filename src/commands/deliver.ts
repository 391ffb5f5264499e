import type { Login } from '../auth/login.ts'
import type { LoginResult } from '../auth/registry-logins.ts'
import type { Effects } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { DockerOutcome, DockerReceipt } from '../sinks/docker/outcome.ts'
import { toDocker } from '../sinks/docker.ts'
import { recordInLedger } from '../sinks/ledger.ts'
import type { DockerEntry } from '../sinks/ledger-entry.ts'

/** What became of one registry, from the token to the place where Docker finds it. */
export interface RegistryReport {
  /** Host, or the integration's name where not even the host is known. */
  readonly registry: string
  readonly label: string
  /** Milliseconds since the epoch; absent where no login could be fetched. */
  readonly expiresAt?: number
  readonly outcome: DockerReceipt | Failure
}

/** Whose logins they are, for the ledger; empty for those of the surroundings. */
export type LoginOrigin = Pick<DockerEntry, 'identity' | 'provider' | 'realm' | 'recipe'>

/** Puts the logins that could be fetched where Docker looks, all in one edit; the order is kept. */
export async function deliver(
  fetched: readonly LoginResult[],
  origin: LoginOrigin,
  effects: Effects,
): Promise<readonly RegistryReport[]> {
  const logins = fetched.flatMap(({ outcome }) => (outcome instanceof Failure ? [] : [outcome]))
  const outcomes = await toDocker(logins, effects)
  const placed = new Map(logins.map((login, index) => [login, outcomes[index] as DockerOutcome]))
  await remember(placed, origin, effects)
  return fetched.map(({ registry, label, outcome }) =>
    outcome instanceof Failure
      ? { registry, label, outcome }
      : { registry, label, expiresAt: outcome.expiresAt, outcome: placed.get(outcome) as DockerOutcome },
  )
}

/** What a helper serves by itself is not ours to take back. */
async function remember(
  placed: ReadonlyMap<Login, DockerOutcome>,
  origin: LoginOrigin,
  effects: Effects,
): Promise<void> {
  const at = effects.clock.now()
  const entries = [...placed].flatMap(([{ expiresAt }, outcome]) => {
    if (outcome instanceof Failure || outcome.place.type === 'helper-serves') return []
    return [{ type: 'docker', undo: outcome.undo, at, expiresAt, ...origin } satisfies DockerEntry]
  })
  if (entries.length > 0) await recordInLedger(entries, effects)
}
