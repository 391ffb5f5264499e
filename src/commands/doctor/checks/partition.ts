import { Failure } from '../../../errors/failure.ts'
import type { Check } from '../check.ts'
import { problemOf } from '../finding.ts'
import { isAboutPartition } from '../told-elsewhere.ts'

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
