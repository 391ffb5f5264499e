import type { IntegrationEntry } from '../../auth/auth-config.ts'
import { loginTask } from '../../auth/login-task.ts'
import { fetchLogins, type LoginResult } from '../../auth/registry-logins.ts'
import { settle } from '../../config/settle.ts'
import { toFailure } from '../../errors/to-failure.ts'
import type { LoginSink } from '../../sinks/login-sink.ts'
import type { Authenticated } from '../identity/authenticate.ts'
import { mustBeInAccount } from '../identity/expected-account.ts'
import type { Session } from '../session.ts'
import { deliver, type RegistryReport } from './deliver.ts'
import { originOf } from './login-origin.ts'

export interface Provisioning {
  readonly entries: readonly IntegrationEntry[]
  readonly authenticated: Authenticated
  /** `--expect-account`, beside what the entries expect themselves. */
  readonly expectedAccount?: string | undefined
  /** `--verify`, beside what the entries ask for themselves. */
  readonly verify?: boolean
  /** Absent: where Docker looks. */
  readonly sink?: LoginSink | undefined
}

/**
 * Carries out integrations with one identity's credentials: side by side, reported in the order given. One
 * that fails does not hide the others.
 */
export async function provision(request: Provisioning, session: Session): Promise<readonly RegistryReport[]> {
  const { effects, ledgerNotes } = session
  const { plan } = request.authenticated
  const names = request.entries.map(entry => entry.name)
  const { integrations } = await settle(session.auth, names, effects)
  const settled = integrations.filter(entry => names.includes(entry.name))
  const results = await Promise.all(settled.map(entry => prepare(entry, request, session)))
  const tasks = results.flatMap(result => ('kind' in result ? [result] : []))
  const fetched = await fetchLogins(tasks, request.authenticated.credentials, effects)
  const ordered = results.flatMap(result =>
    'kind' in result ? fetched.filter(({ task }) => task === result) : [result],
  )
  return await deliver(ordered, { origin: originOf(plan, session), sink: request.sink, ledgerNotes }, effects)
}

/** A task, or the failure that kept it from becoming one. */
async function prepare(entry: IntegrationEntry, request: Provisioning, session: Session) {
  const { credentials } = request.authenticated
  try {
    const task = loginTask(entry, { catalog: session.catalog, credentials })
    for (const expected of [entry.expectedAccount, request.expectedAccount]) {
      await mustBeInAccount(expected, credentials, session)
    }
    return { ...task, verify: task.verify === true || request.verify === true }
  } catch (thrown) {
    const outcome = toFailure(thrown).during(`Could not run the integration ${entry.name}`)
    return { registry: entry.name, label: entry.kind, outcome } satisfies LoginResult
  }
}
