import { Failure } from '../../../errors/failure.ts'
import type { Check } from '../check.ts'
import { ok, problemOf } from '../finding.ts'
import { isAboutTheWay } from '../told-elsewhere.ts'

/** ECR Public hands out logins in us-east-1 alone, without a private endpoint: closed networks do not reach it. */
export const usEast1: Check = {
  id: 'us-east-1',
  title: 'The way to ECR Public in us-east-1',
  group: 'AWS',
  callsOut: true,
  async run(facts) {
    const { failure, host } = await facts.probe()
    if (failure !== undefined) return [problemOf(failure)]
    const failed = (await facts.trials()).find(isAboutTheWay)
    if (failed?.outcome instanceof Failure) return [problemOf(failed.outcome)]
    return [ok(`${host} answers`)]
  },
}
