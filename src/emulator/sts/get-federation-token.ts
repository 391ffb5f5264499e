import { principalOf } from '../keys.ts'
import type { QueryOperation } from '../protocol/aws-query.ts'
import { Refusal } from '../refusal.ts'
import { durationSeconds, invalid, needText, optionalText } from './parameters.ts'
import { openSession } from './session.ts'

const hour = 3600

/** Of a user with long-lived keys: a session under a name, which without a policy may do nothing. */
export const getFederationToken: QueryOperation = {
  signed: true,
  run({ form, key, world }) {
    if (key.sessionToken !== undefined) {
      throw new Refusal('denied', 'Cannot call GetFederationToken with session credentials')
    }
    const name = needText(form, 'Name', { min: 2, max: 32, pattern: /^[\w+=,.@-]*$/ })
    const seconds = durationSeconds(form, { min: 900, max: 36 * hour, fallback: 12 * hour })
    const allow = grantsAll(optionalText(form, 'Policy', { min: 1, max: 2048 })) ? key.principal.allow : []
    const { account, partition, deny } = key.principal
    const arn = `arn:${partition}:sts::${account}:federated-user/${name}`
    const principal = principalOf(arn, { allow, deny })
    return {
      Credentials: openSession({ origin: 'federated', principal, seconds }, world),
      FederatedUser: { FederatedUserId: `${account}:${name}`, Arn: arn },
      PackedPolicySize: 1,
    }
  },
}

/** Only no policy, and the one that takes nothing away: others would have to be evaluated. */
function grantsAll(policy: string | undefined): boolean {
  if (policy === undefined) return false
  const [statement, ...more] = statementsOf(policy)
  const { Effect, Action, Resource, ...conditions } = statement ?? {}
  const isAll = Effect === 'Allow' && Action === '*' && Resource === '*'
  if (isAll && more.length === 0 && Object.keys(conditions).every(key => key === 'Sid')) return true
  throw invalid('The emulator evaluates no session policy but the one that allows everything')
}

function statementsOf(policy: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    return [JSON.parse(policy).Statement].flat()
  } catch {
    throw new Refusal({ code: 'MalformedPolicyDocument', status: 400 }, 'This policy contains invalid Json')
  }
}
