import { Failure } from '../errors/failure.ts'
import { nearest } from '../errors/nearest.ts'
import type { IntegrationEntry } from './auth-config.ts'
import type { Credentials } from './credentials.ts'
import type { Catalog } from './kind.ts'
import { brokenEntries } from './plan.ts'
import type { LoginTask } from './registry-logins.ts'

/**
 * An integration's entry as something to be carried out with an identity's credentials.
 * @throws Failure when its kind is unknown, it has mistakes, or it cannot use such credentials
 */
export function loginTask(
  entry: IntegrationEntry,
  { catalog, credentials }: { readonly catalog: Catalog; readonly credentials: Credentials },
): LoginTask {
  const kind = catalog.integrations.find(candidate => candidate.kind === entry.kind)
  if (kind === undefined) throw unknownKind(entry, catalog)
  const problems = entry.problems.filter(problem => problem.severity === 'error')
  if (problems.length > 0) throw brokenEntries(problems)
  if (!kind.accepts.includes(credentials.type)) {
    throw new Failure({
      code: 'chain-mismatch',
      what: `Integration ${entry.name} cannot use these credentials`,
      why: `${entry.kind} needs ${kind.accepts.join(' or ')} credentials, its identity gives ${credentials.type}`,
      next: `Change "via" of auth.integrations.${entry.name}`,
    })
  }
  return { name: entry.name, kind, spec: entry.spec, verify: entry.verify }
}

function unknownKind(entry: IntegrationEntry, catalog: Catalog): Failure {
  const known = catalog.integrations.map(kind => kind.kind)
  const close = nearest(entry.kind, known)
  return new Failure({
    code: 'unknown-kind',
    what: `Integration ${entry.name} is of a kind this program does not have: ${entry.kind || '(empty)'}`,
    why: entry.problems[0]?.message ?? `known: ${known.join(', ')}`,
    ...(close === undefined ? {} : { next: `Did you mean ${close}?` }),
  })
}
