import { Failure } from '../errors/failure.ts'
import type { Link } from './chain.ts'
import type { Plan } from './plan.ts'

/** What the command line adds to the steps of a plan, for this run. A kind says under `heeds` what it acts upon. */
export interface Once {
  /** How to sign in: a page on this machine, or a code for another one. */
  readonly flow?: 'pkce' | 'device'
  /** Sign in afresh in a browser. */
  readonly webflow?: boolean
  /** File with a SAML response, or `-` for standard input. */
  readonly saml_response_file?: string
}

/** @throws Failure `usage` when something was added that no step of the chain would act upon */
export function mustBeHeeded(once: Once, chain: readonly Link[]): void {
  const names = Object.keys(once) as (keyof Once)[]
  const lost = names.find(name => !chain.some(({ kind }) => kind.heeds?.includes(name)))
  if (lost === undefined) return
  const flag = `--${lost.replaceAll('_', '-')}`
  const kinds = chain.map(({ kind }) => kind.kind).join(' → ')
  const target = chain.at(-1)
  throw new Failure({
    code: 'usage',
    what: `${flag} does nothing for ${target?.entry.name}`,
    why: `its chain is ${kinds}, and no kind in it uses that flag`,
    next: `Leave ${flag} out`,
  })
}

/** The same plan with something added for this run, which every step may heed. */
export function withOnce(plan: Plan, once: Once): Plan {
  if (Object.keys(once).length === 0) return plan
  return { ...plan, steps: plan.steps.map(step => ({ ...step, once })) }
}
