import type { Credentials } from '../auth/credentials.ts'
import { isAmbient, type Plan } from '../auth/plan.ts'
import { recipeOf } from '../auth/recipe.ts'
import { writeAwsFiles } from '../sinks/aws-files.ts'
import { type AwsFilesPlace, awsFilesPlace } from '../sinks/aws-files-place.ts'
import { recordInLedger } from '../sinks/ledger.ts'
import { type Session, settledPlan, walkPlan } from './session.ts'

/** An identity, become. */
export interface Authenticated {
  readonly plan: Plan
  readonly credentials: Credentials
  /** Where the AWS tools find it; absent for identities that lend no credentials of their own. */
  readonly place: AwsFilesPlace | undefined
  /** Whether they were found in the store, so that no step was taken. */
  readonly reused: boolean
}

/** Becomes an identity and writes its credentials where `AWS_PROFILE` finds them. */
export async function authenticate(
  session: Session,
  identity: string,
  once: Readonly<Record<string, unknown>> = {},
): Promise<Authenticated> {
  const plan = await settledPlan(session, identity, once)
  let reused = true
  const onStep = () => {
    reused = false
  }
  const credentials = await walkPlan(plan, { ...session, onStep })
  const place = placeOf(plan, session)
  if (place === undefined || credentials.type !== 'aws')
    return { plan, credentials, place: undefined, reused }
  const receipt = await writeAwsFiles({ place, credentials, region: regionOf(plan) }, session.effects)
  await recordInLedger(
    [
      {
        type: 'aws-files',
        receipt,
        at: session.effects.clock.now(),
        expiresAt: credentials.expiresAt,
        identity: plan.target,
        provider: rootProvider(plan),
        realm: plan.realm,
        recipe: recipeOf(plan),
      },
    ],
    session.effects,
  )
  return { plan, credentials, place, reused }
}

/** Name of the provider that a plan starts from; `undefined` where it starts from an identity. */
export function rootProvider({ steps: [first] }: Plan): string | undefined {
  return first?.role === 'provider' ? first.name : undefined
}

/** Region for the identity's profile: the nearest to the target that names one, else the provider's. */
export function regionOf({ steps }: Plan): string | undefined {
  for (const step of [...steps].reverse()) {
    const { principal, credentials, region } = (step.spec ?? {}) as Partial<
      Record<string, { region?: unknown }>
    >
    const named = principal?.region ?? credentials?.region ?? region
    if (typeof named === 'string') return named
  }
  return undefined
}

/** Where an identity's files are; none for identities that pass on what surrounds the program. */
export function placeOf(plan: Plan, { effects }: Session): AwsFilesPlace | undefined {
  const [first, ...rest] = plan.steps
  if (plan.steps.at(-1)?.role !== 'identity') return undefined
  if (first?.role === 'identity' && isAmbient(plan) && rest.length === 0) return undefined
  const files = (first?.spec as { spec?: { files?: { base_path?: string } } } | undefined)?.spec?.files
  return awsFilesPlace(
    { realm: plan.realm, provider: rootProvider(plan), identity: plan.target, basePath: files?.base_path },
    effects,
  )
}
