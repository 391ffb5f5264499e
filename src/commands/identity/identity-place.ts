import { isAmbient, type Plan } from '../../auth/plan.ts'
import { type AwsFilesPlace, awsFilesPlace } from '../../sinks/aws-files-place.ts'
import type { Session } from '../session.ts'
import { rootProvider } from './plan-facts.ts'

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
