import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import { removeAwsFiles } from '../../../sinks/aws-files.ts'
import { placeWords } from '../../../sinks/docker/place-words.ts'
import { forgetInLedger } from '../../../sinks/ledger.ts'
import type { AwsFilesEntry, LedgerEntry } from '../../../sinks/ledger-entry.ts'
import { loginsIn, takeBackLogins } from '../../../sinks/take-back-logins.ts'

/** What became of the things that were to go. */
export interface Outcome {
  readonly gone: readonly string[]
  /** What stayed because somebody else changed it. */
  readonly leftAlone: readonly string[]
  readonly failures: readonly Failure[]
}

/** A thing in words: `the Docker login for public.ecr.aws in /home/ada/.docker/config.json`. */
export function describeEntry(entry: LedgerEntry): string {
  if (entry.type === 'aws-files') {
    return `the profile ${entry.receipt.profile} in ${entry.receipt.credentialsFile}`
  }
  const { registry, place } = entry.undo
  return `the Docker login for ${registry} in ${placeWords(place)}`
}

/** Takes things back that the ledger knows: logins first, then the credentials they were made with. */
export async function removeEntries(entries: readonly LedgerEntry[], effects: Effects): Promise<Outcome> {
  const logins = await takeBackLogins(loginsIn({ entries }), effects)
  const taken: Taken[] = [...logins]
  for (const entry of entries) {
    if (entry.type === 'aws-files') taken.push({ entry, outcome: await takeOutProfile(entry, effects) })
  }
  const failures = taken.flatMap(({ entry, outcome }) =>
    outcome instanceof Failure ? [outcome.during(`Could not remove ${describeEntry(entry)}`)] : [],
  )
  return { gone: described(taken, 'removed'), leftAlone: described(taken, 'not-ours'), failures }
}

interface Taken {
  readonly entry: LedgerEntry
  readonly outcome: 'removed' | 'absent' | 'not-ours' | Failure
}

async function takeOutProfile(entry: AwsFilesEntry, effects: Effects): Promise<Taken['outcome']> {
  try {
    const outcome = await removeAwsFiles(entry.receipt, effects)
    await forgetInLedger([entry], effects)
    return outcome
  } catch (thrown) {
    return toFailure(thrown)
  }
}

function described(taken: readonly Taken[], wanted: Taken['outcome']): readonly string[] {
  return taken.flatMap(({ entry, outcome }) => (outcome === wanted ? [describeEntry(entry)] : []))
}
