import type { Effects } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import type { Credentials } from './credentials.ts'
import type { IntegrationKind } from './kind.ts'
import type { Login, RegistryToken } from './login.ts'

/** One integration to be carried out. */
export interface LoginTask {
  readonly name: string
  readonly kind: IntegrationKind
  readonly spec: unknown
  /** Whether each login is proved against its registry before it counts. */
  readonly verify?: boolean
}

/** What became of one registry. */
export interface LoginResult {
  readonly registry: string
  /** Label of the success line. */
  readonly label: string
  readonly outcome: Login | Failure
  /** It was proved against the registry. */
  readonly verified?: true
  /** What was carried out; absent where it did not come to that. */
  readonly task?: LoginTask
}

/**
 * Fetches the logins of several integrations with one identity's credentials: at the same time, with one
 * call for all that share a token, reported in the order given. One that fails does not hide the others.
 */
export async function fetchLogins(
  tasks: readonly LoginTask[],
  credentials: Credentials,
  effects: Effects,
): Promise<readonly LoginResult[]> {
  const calls = new Map<string, Promise<RegistryToken>>()
  const tokenOf = (task: LoginTask): Promise<RegistryToken> => {
    const key = `${task.kind.kind} ${task.kind.tokenKey(task.spec)}`
    const running = calls.get(key) ?? task.kind.fetchToken({ ...task, base: credentials }, effects)
    calls.set(key, running)
    return running
  }
  const results = await Promise.all(tasks.map(task => resultsOf(task, () => tokenOf(task), effects)))
  return results.flat()
}

async function resultsOf(
  task: LoginTask,
  token: () => Promise<RegistryToken>,
  effects: Effects,
): Promise<LoginResult[]> {
  const { label } = task.kind
  const hosts = task.kind.serves(task.spec)
  return await Promise.all(
    hosts.map(async registry => {
      try {
        const outcome = { registry, ...(await token()) }
        if (!task.verify) return { registry, label, task, outcome }
        await verify(outcome, task.kind, effects)
        return { registry, label, task, outcome, verified: true as const }
      } catch (thrown) {
        const outcome = toFailure(thrown).during(`Could not log in to ${registry}`)
        return { registry, label, task, outcome }
      }
    }),
  )
}

async function verify(login: Login, kind: IntegrationKind, effects: Effects): Promise<void> {
  if (kind.verify !== undefined) return await kind.verify(login, effects)
  throw new Failure({
    code: 'config-invalid',
    what: `Logins of the kind ${kind.kind} cannot be verified`,
    next: 'Leave "verify" out',
  })
}
