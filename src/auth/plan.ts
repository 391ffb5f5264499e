import type { AuthConfig, Origin } from './auth-config.ts'
import { brokenEntries } from './broken-entries.ts'
import { chainOf, type Link, providerLink } from './chain.ts'
import type { CredentialType } from './credentials.ts'
import { foreseenProblems } from './foreseen.ts'
import type { Catalog } from './kind.ts'
import { findProvider } from './lookup.ts'
import { mistakesOf } from './mistakes.ts'
import type { Once } from './once.ts'

/** One step of a plan: what will be done, by which kind, from which fields. */
export interface PlanStep {
  readonly role: 'provider' | 'identity'
  readonly name: string
  readonly kind: string
  readonly yields: CredentialType
  /** Its credentials come from what surrounds the program. */
  readonly ambient: boolean
  /** The entry's fields, decoded; sensitive ones are wrapped. `undefined` while a program has yet to give one. */
  readonly spec: unknown
  readonly origins: ReadonlyMap<string, Origin>
  /** Paths whose value a program has yet to give. */
  readonly pending: readonly string[]
  /** What the command line adds to the entry's `spec`, for this run: no part of how credentials are filed. */
  readonly once?: Once
}

/** How to get from where trust starts to an identity. A value: it can be printed, compared and tested. */
export interface Plan {
  /** Name of the identity, or of the provider when the chain ends there. */
  readonly target: string
  readonly realm: string | undefined
  readonly steps: readonly PlanStep[]
}

/** Chains that start from ambient state are never stored. */
export function isAmbient(plan: Plan): boolean {
  return plan.steps[0]?.ambient === true
}

/** @throws Failure when the chain is broken, or an entry of it has problems */
export function planIdentity(auth: AuthConfig, catalog: Catalog, name: string): Plan {
  return planLinks(auth, chainOf(auth, catalog, name))
}

/** The plan that ends at a provider. @throws as `planIdentity` */
export function planProvider(auth: AuthConfig, catalog: Catalog, name: string): Plan {
  return planLinks(auth, [providerLink(findProvider(auth, name), catalog)])
}

function planLinks(auth: AuthConfig, links: readonly Link[]): Plan {
  const problems = links.flatMap((link, index) => [
    ...mistakesOf(link.entry),
    ...foreseenProblems(link, links[index - 1]?.kind),
  ])
  if (problems.length > 0) throw brokenEntries(problems)
  return {
    target: links.at(-1)?.entry.name ?? '',
    realm: auth.realm?.value,
    steps: links.map(toStep),
  }
}

function toStep({ role, entry, kind }: Link): PlanStep {
  const { name, spec, origins, pending } = entry
  return {
    role,
    name,
    kind: kind.kind,
    yields: kind.yields,
    ambient: kind.ambient ?? false,
    spec,
    origins,
    pending,
  }
}
