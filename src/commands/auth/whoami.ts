import type { Credentials } from '../../auth/credentials.ts'
import type { Caller } from '../../auth/kind.ts'
import type { Plan } from '../../auth/plan.ts'
import { recipeOf } from '../../auth/recipe.ts'
import type { CredentialStore } from '../../auth/store.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { placeOf } from '../identity/identity-place.ts'
import { openSession, type Session, settledPlan, tellNotes, walkPlan } from '../session.ts'
import { askedIdentity } from './asked-identity.ts'
import { identityEnvironment } from './identity-environment.ts'
import type { WhoamiFlags } from './whoami.command.ts'
import { sayWhoami, whoamiAsJson } from './whoami-report.ts'

/** Who somebody is: what we hold, and what AWS says to it. */
export interface Somebody {
  readonly plan: Plan
  readonly credentials: Credentials
  /** When the credentials were obtained, milliseconds since the epoch. */
  readonly since: number
  /** `undefined` for identities that pass on what surrounds the program: there is nobody to ask about. */
  readonly caller: Caller | Failure | undefined
}

/** `atmos auth whoami`: whose credentials the identity's are. */
export async function whoami(this: Context, flags: WhoamiFlags, name?: string): Promise<void> {
  const session = await openSession(this)
  const asJson = outputOf(flags, session.effects) === 'json'
  const identity = await askedIdentity({ name, flag: flags.identity }, session)
  const plan = await settledPlan(session, identity.name)
  const somebody = await findOut(plan, unattended(session))
  if (asJson) {
    const { variables } = await identityEnvironment(plan, session)
    const object = whoamiAsJson(somebody, { auth: session.auth, variables, place: placeOf(plan, session) })
    this.effects.terminal.data(`${JSON.stringify(object, homeShown(session), 2)}\n`)
  } else sayWhoami(this, session.auth, somebody)
  if (somebody.caller instanceof Failure) {
    if (!asJson) this.effects.terminal.say('\n')
    this.report(unproven(somebody.caller, identity.name))
  }
  tellNotes(this, session)
}

function outputOf({ output, format }: WhoamiFlags, { env }: Needs<'env'>): string | undefined {
  const asked = output ?? format ?? (env.get('ATMOS_AUTH_WHOAMI_OUTPUT') || undefined)
  if (asked === undefined || asked === 'json' || asked === 'text') return asked
  throw new Failure({
    code: 'usage',
    what: `There is no output ${asked}, which ATMOS_AUTH_WHOAMI_OUTPUT asks for`,
    next: 'Use json, or leave it out',
  })
}

/** A question is no reason to open a browser or to prompt. */
function unattended(session: Session): Session {
  const { effects } = session
  const terminal = Object.create(effects.terminal, { canAsk: { value: false }, canSignIn: { value: false } })
  return { ...session, effects: { ...effects, terminal } }
}

/** Stored credentials that AWS does not take any more are forgotten, and others had once, as everywhere. */
async function findOut(plan: Plan, session: Session): Promise<Somebody> {
  const recipe = recipeOf(plan)
  let storedAt: number | undefined
  const store: CredentialStore = {
    ...session.store,
    load: async wanted => {
      const stored = await session.store.load(wanted)
      if (wanted === recipe) storedAt = stored?.savedAt
      return stored
    },
  }
  const onStep = () => {
    storedAt = undefined
  }
  const credentials = await walkPlan(plan, { ...session, store, onStep })
  const caller = await askWho(credentials, session)
  if (caller instanceof Failure && storedAt !== undefined && saysNo(caller)) {
    await session.store.remove(recipe)
    return await findOut(plan, { ...session, store: { ...session.store, load: async () => undefined } })
  }
  return { plan, credentials, caller, since: storedAt ?? session.effects.clock.now() }
}

/** Asked every time: an ARN that was written down says nothing about whether the credentials still work. */
async function askWho(credentials: Credentials, { catalog, effects }: Session): Promise<Somebody['caller']> {
  if (credentials.type !== 'aws') return undefined
  try {
    return await catalog.identify(credentials, effects)
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown
    throw thrown
  }
}

function saysNo({ code }: Failure): boolean {
  return ['credentials-expired', 'access-denied', 'request-refused'].includes(code)
}

function unproven(failure: Failure, identity: string): Failure {
  if (!saysNo(failure)) return failure.during(`Could not find out who ${identity} is`)
  const { code, message, details } = failure
  return new Failure({
    code,
    what: `The credentials of ${identity} may be expired or invalid`,
    why: message,
    next: failure.next ?? `atmos auth login --identity ${identity}`,
    details,
    cause: failure,
  })
}

/** Paths below the home folder begin with `~`. */
function homeShown({ effects }: Session): (key: string, value: unknown) => unknown {
  const { home } = effects.env
  return (_, value) =>
    typeof value === 'string' && home !== undefined && value.startsWith(`${home}/`)
      ? `~${value.slice(home.length)}`
      : value
}
