import type { Login } from '../../auth/login.ts'
import type { LoginResult } from '../../auth/registry-logins.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { recordInLedger } from '../../sinks/ledger.ts'
import type { DockerEntry } from '../../sinks/ledger-entry.ts'
import type { LoginOutcome, LoginReceipt, LoginSink } from '../../sinks/login-sink.ts'
import type { LoginOrigin } from './login-origin.ts'
import { dockerSink } from './sink.ts'

/** What became of one registry, from the token to the place where it is found. */
export interface RegistryReport {
  /** Host, or the integration's name where not even the host is known. */
  readonly registry: string
  readonly label: string
  /** Milliseconds since the epoch, when it was fetched and when it ends; absent where none could be fetched. */
  readonly at?: number
  readonly expiresAt?: number
  /** It was there already and is good enough (`--if-needed`). */
  readonly kept?: true
  /** The registry was asked whether it takes it (`--verify`). */
  readonly verified?: true
  readonly outcome: LoginReceipt | Failure
}

/** Where logins go, and whose they are. */
export interface Destination {
  readonly origin: LoginOrigin
  /** Absent: where Docker looks. */
  readonly sink?: LoginSink | undefined
  /** Gets what a person should be told about the ledger. */
  readonly ledgerNotes: Set<string>
}

/** Puts the logins that could be fetched where they belong, all at once; the order is kept. */
export async function deliver(
  fetched: readonly LoginResult[],
  { origin, sink = dockerSink, ledgerNotes }: Destination,
  effects: Effects,
): Promise<readonly RegistryReport[]> {
  const logins = fetched.flatMap(({ outcome }) => (outcome instanceof Failure ? [] : [outcome]))
  const outcomes = await sink.put(logins, effects)
  const placed = new Map(logins.map((login, index) => [login, outcomes[index] as LoginOutcome]))
  const at = effects.clock.now()
  for (const note of await remember(placed, { ...origin, at }, effects)) ledgerNotes.add(note)
  return fetched.map(({ registry, label, outcome, verified }) => {
    if (outcome instanceof Failure) return { registry, label, outcome }
    const { expiresAt } = outcome
    const facts = { registry, label, at, expiresAt, ...(verified ? { verified } : {}) }
    return { ...facts, outcome: placed.get(outcome) as LoginOutcome }
  })
}

/**
 * Writes into the ledger what may be taken back: not what a helper serves by itself, or went to standard output.
 * @returns what a person should be told about it
 */
async function remember(
  placed: ReadonlyMap<Login, LoginOutcome>,
  origin: LoginOrigin & Pick<DockerEntry, 'at'>,
  effects: Effects,
): Promise<readonly string[]> {
  const entries = [...placed].flatMap(([{ expiresAt }, outcome]) => {
    if (outcome instanceof Failure || outcome.place.type === 'helper-serves') return []
    const { undo } = outcome
    return undo === undefined ? [] : [{ type: 'docker', undo, expiresAt, ...origin } satisfies DockerEntry]
  })
  return entries.length === 0 ? [] : (await recordInLedger(entries, effects)).notes
}
