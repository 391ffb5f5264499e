import { Failure } from '../errors/failure.ts'
import type { IntegrationEntry } from './auth-config.ts'
import { brokenEntries } from './broken-entries.ts'
import type { Credentials } from './credentials.ts'
import { integrationKind } from './integration-kind.ts'
import type { Catalog } from './kind.ts'
import { mistakesOf } from './mistakes.ts'
import type { LoginTask } from './registry-logins.ts'
import { unknownKind } from './unknown-kind.ts'

/**
 * An integration's entry as something to be carried out with an identity's credentials.
 * @throws Failure when its kind is unknown, it has mistakes, or it cannot use such credentials
 */
export function loginTask(
  entry: IntegrationEntry,
  { catalog, credentials }: { readonly catalog: Catalog; readonly credentials: Credentials },
): LoginTask {
  const kind = integrationKind(entry, catalog)
  if (kind === undefined) throw unknownKind('Integration', entry, catalog.integrations)
  const problems = mistakesOf(entry)
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
