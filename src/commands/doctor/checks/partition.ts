import { Failure } from '../../../errors/failure.ts'
import type { TokenTrial } from '../aws-facts.ts'
import type { Check } from '../check.ts'
import { problemOf } from '../finding.ts'

/** Credentials of China, GovCloud or another partition can never log in to ECR Public. */
export const partition: Check = {
  id: 'partition',
  title: 'The AWS partition, for ECR Public',
  group: 'AWS',
  callsOut: true,
  async run(facts) {
    const wrong = (await facts.trials()).filter(isAboutPartition)
    return wrong.flatMap(({ outcome }) => (outcome instanceof Failure ? [problemOf(outcome)] : []))
  },
}

/** Whether ECR Public was not even asked, because it does not know credentials of that partition. */
export function isAboutPartition({ isPublic, outcome }: TokenTrial): boolean {
  return isPublic && outcome instanceof Failure && outcome.what.includes('of the partition')
}
