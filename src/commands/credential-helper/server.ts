import type { IntegrationEntry } from '../../auth/auth-config.ts'
import type { Credentials } from '../../auth/credentials.ts'
import { integrationKind } from '../../auth/integration-kind.ts'
import type { IntegrationKind } from '../../auth/kind.ts'
import type { RegistryToken } from '../../auth/login.ts'
import { loginTask } from '../../auth/login-task.ts'
import { isAmbient, type Plan } from '../../auth/plan.ts'
import { recipeOf } from '../../auth/recipe.ts'
import { fetchLogins, type LoginTask } from '../../auth/registry-logins.ts'
import { unknownKind } from '../../auth/unknown-kind.ts'
import { awaitsPrograms } from '../../config/settle.ts'
import type { RegistryHost } from '../../docker/registry-host.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { mustBeInAccount } from '../identity/expected-account.ts'
import { onceMore } from '../identity/once-more.ts'
import { ambientCredentials } from '../registry-login/ambient-credentials.ts'
import { taskForHost } from '../registry-login/task-for-host.ts'
import { walkPlan } from '../session.ts'
import { agreedPlan } from './agreed-plan.ts'
import type { OpenSource } from './configurations.ts'
import type { Desk } from './desk.ts'
import { hurried } from './hurried.ts'

/** Who serves a host: how its tokens are made, and the way to one. */
export interface Server {
  readonly kind: IntegrationKind
  readonly spec: unknown
  /** Fingerprint of how the credentials are made. */
  readonly recipe: string
  /** Whether they come from what surrounds the program. */
  readonly ambient: boolean
  /** 12-digit account that the credentials must belong to. */
  readonly expectedAccount?: string | undefined
  /** Whether nothing but files and variables decided about all this. */
  readonly steady: boolean
  /** @param limitMs milliseconds it may take, where the command's own deadline is too far */
  fetch(limitMs?: number): Promise<RegistryToken>
}

/** Ambient credentials for a host that nobody's configuration names. */
export function ambientServer(host: RegistryHost, { catalog, effects }: Desk): Server {
  const task = taskForHost(host, catalog)
  return {
    ...task,
    // Who that is, the mark of the surroundings tells.
    recipe: 'ambient',
    ambient: true,
    steady: true,
    fetch: async limitMs => {
      const limited = hurried(effects, limitMs)
      return await tokenOf(task, await ambientCredentials(catalog, limited), limited)
    },
  }
}

/** An identity for a host that was named to `docker configure` together with it. */
export async function identityServer(
  host: RegistryHost,
  { open, identity }: { readonly open: OpenSource; readonly identity: string },
): Promise<Server> {
  const { session } = open
  const plan = await agreedPlan(identity, open)
  const task = taskForHost(host, session.catalog)
  return serverOf({ open, plan, task }, async (credentials, effects) => tokenOf(task, credentials, effects))
}

/** An integration, with an identity. */
export async function integrationServer(
  entry: IntegrationEntry,
  { open, identity }: { readonly open: OpenSource; readonly identity: string },
): Promise<Server> {
  const { catalog } = open.session
  const plan = await agreedPlan(identity, open)
  const kind = integrationKind(entry, catalog)
  if (kind === undefined) throw unknownKind('Integration', entry, catalog.integrations)
  const task: LoginTask = { name: entry.name, kind, spec: entry.spec }
  const server = serverOf({ open, plan, task }, async (credentials, effects) => {
    const checked = loginTask(entry, { catalog, credentials })
    await mustBeInAccount(entry.expectedAccount, credentials, { catalog, effects })
    return await tokenOf(checked, credentials, effects)
  })
  return { ...server, expectedAccount: entry.expectedAccount }
}

interface Parts {
  readonly open: OpenSource
  readonly plan: Plan
  readonly task: LoginTask
}

function serverOf(
  { open: { session }, plan, task }: Parts,
  fetch: (credentials: Credentials, effects: Effects) => Promise<RegistryToken>,
): Server {
  return {
    kind: task.kind,
    spec: task.spec,
    recipe: recipeOf(plan),
    ambient: isAmbient(plan),
    steady: !awaitsPrograms(session.auth),
    fetch: async limitMs => {
      const effects = hurried(session.effects, limitMs)
      return await onceMore({ plan: async () => plan, store: session.store }, async store =>
        fetch(await walkPlan(plan, { ...session, effects, store }), effects),
      )
    },
  }
}

async function tokenOf(task: LoginTask, credentials: Credentials, effects: Effects): Promise<RegistryToken> {
  const [result] = await fetchLogins([task], credentials, effects)
  if (result === undefined) throw new Failure({ code: 'internal', what: `${task.name} serves no registry` })
  if (result.outcome instanceof Failure) throw result.outcome
  return result.outcome
}
