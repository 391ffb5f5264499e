import type { Failure } from '../../../errors/failure.ts'
import type { Check } from '../check.ts'
import type { Facts } from '../facts.ts'
import { ok, problem, warning } from '../finding.ts'
import { isAboutTime } from '../told-elsewhere.ts'

const mend = 'sudo timedatectl set-ntp true'

/** AWS refuses signatures that are more than five minutes off. */
const refused = 5 * 60_000

/** Less is the network's doing. */
const noticed = 30_000

/** A wrong clock makes AWS call every signature expired, and every certificate not valid. */
export const clock: Check = {
  id: 'clock',
  title: 'The clock, against the answer of AWS',
  group: 'This machine',
  callsOut: true,
  async run(facts) {
    const told = await wordsAboutTime(facts)
    if (told !== undefined) {
      return [problem("This machine's clock is wrong", { cause: told.why, mend, code: 'request-refused' })]
    }
    const { aheadMs, host } = await facts.probe()
    if (aheadMs === undefined) return []
    const off = Math.abs(aheadMs)
    const words = `it is ${span(off)} ${aheadMs > 0 ? 'behind' : 'ahead of'} that of ${host}`
    if (off <= noticed) return [ok('The clock agrees with that of AWS')]
    if (off <= refused) return [warning("This machine's clock is off", { cause: words, mend })]
    const cause = `${words}, and AWS refuses signatures more than 5 minutes off`
    return [problem("This machine's clock is wrong", { cause, mend, code: 'request-refused' })]
  },
}

/** What a service said, where it refused a signature for its time. */
async function wordsAboutTime(facts: Facts): Promise<Failure | undefined> {
  const { caller } = await facts.ambient()
  const outcomes = [caller, ...(await facts.trials()).map(({ outcome }) => outcome)]
  return outcomes.find(isAboutTime)
}

function span(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
