import type { Problem } from './auth-config.ts'

/** The problems of an entry that keep it from being used; the others are warnings. */
export function mistakesOf({ problems }: { readonly problems: readonly Problem[] }): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error')
}
