import type { Needs } from '../../effects/effects.ts'

/** Whether the person sits in front of another machine: neither browser nor clipboard of this one is theirs. */
export function isOverSsh({ env }: Needs<'env'>): boolean {
  return Boolean(env.get('SSH_CONNECTION') || env.get('SSH_TTY'))
}
