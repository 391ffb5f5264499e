import type { Principal } from './keys.ts'
import { Refusal } from './refusal.ts'

/** Whether one of IAM's patterns (`*` any text, `?` any character, case ignored) covers the text. */
export function covers(patterns: readonly string[], text: string): boolean {
  return patterns.some(pattern => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return new RegExp(`^${source}$`, 'i').test(text)
  })
}

/**
 * Stops a principal who may not do this, in the words IAM uses.
 * @throws Refusal `denied`
 */
export function demand(principal: Principal, { action, resource = '*' }: Demand): void {
  const start = notAuthorized(principal, { action, resource })
  if (covers(principal.deny, action)) {
    throw new Refusal('denied', `${start} with an explicit deny in an identity-based policy`)
  }
  if (!covers(principal.allow, action)) {
    throw new Refusal('denied', `${start} because no identity-based policy allows the ${action} action`)
  }
}

/** How IAM begins every refusal, whatever the reason. */
export function notAuthorized({ arn }: Principal, { action, resource }: Required<Demand>): string {
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`
}

export interface Demand {
  readonly action: string
  readonly resource?: string
}
