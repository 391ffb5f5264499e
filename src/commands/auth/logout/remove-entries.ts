import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import { removeAwsFiles } from '../../../sinks/aws-files.ts'
import { fromDocker } from '../../../sinks/docker/take-back.ts'
import { forgetInLedger, type Ledger } from '../../../sinks/ledger.ts'
import { type LedgerEntry, samePlace } from '../../../sinks/ledger-entry.ts'

/** What became of the things that were to go. */
export interface Outcome {
  readonly gone: readonly string[]
  /** What stayed because it is not ours any more, with the reason. */
  readonly leftAlone: readonly string[]
  readonly failures: readonly Failure[]
}

/** A thing in words: `the Docker login for public.ecr.aws in /home/ada/.docker/config.json`. */
export function describeEntry(entry: LedgerEntry): string {
  if (entry.type === 'aws-files') {
    return `the profile ${entry.receipt.profile} in ${entry.receipt.credentialsFile}`
  }
  const { registry, place } = entry.undo
  return `the Docker login for ${registry} in ${place.type === 'file' ? place.path : place.program}`
}

/**
 * Takes things back that the ledger knows, one after the other: what was made around one of them is handed on
 * in the ledger to the next.
 */
export async function removeEntries(
  entries: readonly LedgerEntry[],
  ledger: Ledger,
  effects: Effects,
): Promise<Outcome> {
  const gone: string[] = []
  const leftAlone: string[] = []
  const failures: Failure[] = []
  let present = ledger
  for (const entry of entries) {
    const current = present.entries.find(other => samePlace(other, entry)) ?? entry
    const outcome = await takeBack(current, effects)
    if (outcome instanceof Failure) {
      failures.push(outcome.during(`Could not remove ${describeEntry(current)}`))
      continue
    }
    if (outcome === 'removed') gone.push(describeEntry(current))
    if (outcome === 'not-ours') leftAlone.push(`${describeEntry(current)} was changed by somebody else`)
    present = await forgetInLedger([current], effects)
  }
  return { gone, leftAlone, failures }
}

async function takeBack(
  entry: LedgerEntry,
  effects: Effects,
): Promise<'removed' | 'absent' | 'not-ours' | Failure> {
  try {
    if (entry.type === 'aws-files') return await removeAwsFiles(entry.receipt, effects)
    const [removal] = await fromDocker([entry.undo], effects)
    return removal instanceof Failure || removal === undefined ? (removal ?? 'absent') : removal.result
  } catch (thrown) {
    return toFailure(thrown)
  }
}
