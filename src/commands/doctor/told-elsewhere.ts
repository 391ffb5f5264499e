import { Failure } from '../../errors/failure.ts'
import type { TokenTrial } from './aws-facts.ts'

/** One cause is told once: these say which check tells it. */

/** The check `clock`: a service refused a signature for its time. */
export function isAboutTime(outcome: unknown): outcome is Failure {
  return outcome instanceof Failure && outcome.what.includes('clock is wrong')
}

/** The check `partition`: ECR Public was not even asked, because it does not know such credentials. */
export function isAboutPartition({ isPublic, outcome }: TokenTrial): boolean {
  return isPublic && outcome instanceof Failure && outcome.what.includes('of the partition')
}

/** The check `us-east-1`: the service of ECR Public could not be reached. */
export function isAboutTheWay({ isPublic, outcome }: TokenTrial): boolean {
  return (
    isPublic &&
    outcome instanceof Failure &&
    ['service-unreachable', 'timed-out'].includes(outcome.code) &&
    outcome.what.includes('ecr-public')
  )
}
