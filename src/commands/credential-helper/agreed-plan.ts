import { chainOf } from '../../auth/chain.ts'
import { isRecord } from '../../auth/parse-json.ts'
import type { Plan } from '../../auth/plan.ts'
import { Failure } from '../../errors/failure.ts'
import { settledPlan } from '../session.ts'
import type { OpenSource } from './configurations.ts'

/**
 * The plan of an identity. A configuration that nobody chose must neither run programs for it, nor lead a session
 * that lies ready here to a place of its own.
 * @throws Failure `config-not-trusted` where it wants to
 */
export async function agreedPlan(identity: string, { source, session }: OpenSource): Promise<Plan> {
  const links = chainOf(session.auth, session.catalog, identity)
  if (!source.chosen) {
    const program = links.find(({ entry }) => entry.pending.length > 0)
    if (program !== undefined) throw notAgreed(`run a program that ${program.entry.name} names with !exec`)
    const elsewhere = links.find(({ entry }) => hasEndpoint(entry.spec))
    if (elsewhere !== undefined) {
      throw notAgreed(`send credentials to the endpoint of ${elsewhere.entry.name}`)
    }
  }
  return await settledPlan(session, identity)
}

function hasEndpoint(value: unknown): boolean {
  if (!isRecord(value)) return false
  return Object.entries(value).some(
    ([key, field]) =>
      ((key === 'endpoint_url' || key === 'resolver') && field !== undefined) || hasEndpoint(field),
  )
}

function notAgreed(what: string): Failure {
  return new Failure({
    code: 'config-not-trusted',
    what: `Refused to ${what}`,
    why: 'nobody has told "atmos docker configure" of this configuration',
    next: 'If you trust it, run in its folder: atmos docker configure',
  })
}
