import { Failure } from '../errors/failure.ts'
import type { AuthConfig, Origin, Problem } from './auth-config.ts'
import { chainOf, type Link, providerLink } from './chain.ts'
import type { CredentialType } from './credentials.ts'
import type { Catalog } from './kind.ts'
import { findProvider } from './lookup.ts'
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
    ...link.entry.problems.filter(problem => problem.severity === 'error'),
    ...foreseen(link, links[index - 1]?.kind),
  ])
  if (problems.length > 0) throw brokenEntries(problems)
  return {
    target: links.at(-1)?.entry.name ?? '',
    realm: auth.realm?.value,
    steps: links.map(toStep),
  }
}

/** What a link is sure to fail at behind the one before it. */
export function foreseen(link: Link, before: Link['kind'] | undefined): readonly Problem[] {
  const { entry } = link
  if (link.role === 'provider' || entry.spec === undefined) return []
  const refusal = link.kind.foresees?.({ spec: entry.spec, before })
  if (refusal === undefined) return []
  const origin = entry.origins.get(refusal.path) ?? entry.origins.get('')
  const path = `auth.identities.${entry.name}.${refusal.path}`
  return [{ severity: 'error', ...refusal, path, ...(origin === undefined ? {} : { origin }) }]
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

/** The problems of the entries a command needs, as its failure. */
export function brokenEntries(problems: readonly Problem[]): Failure {
  return new Failure({
    code: 'config-invalid',
    what: 'The configuration has a mistake in an entry that is needed here',
    why: problems.map(describeProblem).join('\n'),
    next: 'See every problem with: atmos auth validate',
    details: { problems },
  })
}

function describeProblem({ path, message, next, origin }: Problem): string {
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}:${origin.column}: `
  return `${place}${path}: ${message}${next === undefined ? '' : ` (${next})`}`
}

/** The same plan with something added for this run, which every step may heed. */
export function withOnce(plan: Plan, once: Once): Plan {
  if (Object.keys(once).length === 0) return plan
  return { ...plan, steps: plan.steps.map(step => ({ ...step, once })) }
}
