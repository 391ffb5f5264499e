import type { Login } from '../auth/login.ts'
import type { LoginResult } from '../auth/registry-logins.ts'
import type { Effects } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { DockerOutcome, DockerReceipt } from '../sinks/docker/outcome.ts'
import { toDocker } from '../sinks/docker.ts'

/** What became of one registry, from the token to the place where Docker finds it. */
export interface RegistryReport {
  readonly registry: string
  readonly label: string
  /** Milliseconds since the epoch; absent where no login could be fetched. */
  readonly expiresAt?: number
  readonly outcome: DockerReceipt | Failure
}

/** Puts the logins that could be fetched where Docker looks, all in one edit; the order is kept. */
export async function deliver(
  fetched: readonly LoginResult[],
  effects: Effects,
): Promise<readonly RegistryReport[]> {
  const logins = fetched.flatMap(({ outcome }) => (outcome instanceof Failure ? [] : [outcome]))
  const outcomes = await toDocker(logins, effects)
  const written = new Map<Login, DockerOutcome | undefined>(
    logins.map((login, index) => [login, outcomes[index]]),
  )
  return fetched.map(({ registry, label, outcome }) => {
    if (outcome instanceof Failure) return { registry, label, outcome }
    const placed = written.get(outcome)
    if (placed === undefined) throw new Error(`the Docker sink said nothing about ${registry}`)
    return { registry, label, expiresAt: outcome.expiresAt, outcome: placed }
  })
}
