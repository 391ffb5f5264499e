import type { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import type { DockerEffects, DockerRemoval } from './docker/outcome.ts'
import { fromDocker } from './docker/take-back.ts'
import { forgetInLedger, readLedger } from './ledger.ts'
import { type DockerEntry, samePlace } from './ledger-entry.ts'

/** What became of one login that was to go. */
export interface TakenBack {
  readonly entry: DockerEntry
  readonly outcome: DockerRemoval | Failure
}

/**
 * Takes logins back that stand in the ledger, each only where it is still the one we wrote, and forgets all
 * that are gone or not ours any more. One after the other, the newest first: what was made around one of them
 * is handed on in the ledger to the next.
 */
export async function takeBackLogins(
  entries: readonly DockerEntry[],
  effects: DockerEffects,
): Promise<readonly TakenBack[]> {
  const results: TakenBack[] = []
  for (const entry of [...entries].reverse()) {
    const { entries: present } = await readLedger(effects)
    const current = present.find(other => samePlace(other, entry))
    const { undo } = current?.type === 'docker' ? current : entry
    const outcome = await fromDocker(undo, effects).catch(toFailure)
    results.unshift({ entry, outcome })
    if (typeof outcome === 'string') await forgetInLedger([current ?? entry], effects)
  }
  return results
}

/** The logins of a ledger that some program finds. */
export function loginsIn(ledger: { readonly entries: readonly { readonly type: string }[] }) {
  return ledger.entries.filter((entry): entry is DockerEntry => entry.type === 'docker')
}

/** Whether a login is of no use any more; one without a known end is. */
export function isOver({ expiresAt }: DockerEntry, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now
}
