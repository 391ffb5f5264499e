import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import { placeWords } from '../../../sinks/docker/place-words.ts'
import { readLedger } from '../../../sinks/ledger.ts'
import type { DockerEntry } from '../../../sinks/ledger-entry.ts'
import { loginsIn, type TakenBack, takeBackLogins } from '../../../sinks/take-back-logins.ts'
import type { Context } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { chosenLogins } from './chosen-logins.ts'
import type { EcrLogoutFlags } from './logout.command.ts'

/** `atmos aws ecr logout`: takes back logins that this program wrote. */
export async function logout(
  this: Context,
  flags: EcrLogoutFlags,
  ...registries: readonly string[]
): Promise<void> {
  const effects = withDeadline(this.effects, this.settings)
  const ledger = await readLedger(effects)
  const known = { known: loginsIn(ledger), now: effects.clock.now() }
  const { entries, unknown } = chosenLogins({ flags, registries }, known)
  const dryRun = flags.dryRun === true
  const results = dryRun ? await foretold(entries, effects) : await takeBackLogins(entries, effects)
  if (flags.format === 'json') {
    effects.terminal.data(`${JSON.stringify({ dryRun, logouts: results.map(asJson), unknown })}\n`)
  }
  for (const host of unknown)
    this.voice.warn(
      `${host}: this program wrote no login for it (docker logout ${host} removes one made otherwise)`,
    )
  for (const result of results) sayResult(this, result, { dryRun, quiet: flags.format === 'json' })
  if (results.length + unknown.length === 0 && flags.format !== 'json') {
    this.voice.note(flags.expired ? 'No login of this program has expired' : 'There is no login to take back')
  }
  for (const note of ledger.notes) this.voice.warn(note)
}

/** What taking them back would come to. */
async function foretold(entries: readonly DockerEntry[], effects: Effects): Promise<readonly TakenBack[]> {
  const { stillThere } = await import('../../../sinks/docker/still-there.ts')
  const results: TakenBack[] = []
  for (const entry of entries) {
    const state = await stillThere(entry.undo, effects).catch(toFailure)
    results.push({ entry, outcome: state === 'ours' ? 'removed' : state })
  }
  return results
}

function asJson({ entry, outcome }: TakenBack): unknown {
  const { registry, place } = entry.undo
  return { registry, storedIn: place, result: outcome instanceof Failure ? 'failed' : outcome }
}

interface Manner {
  readonly dryRun: boolean
  /** Only failures are told: the rest is data. */
  readonly quiet: boolean
}

function sayResult(context: Context, { entry, outcome }: TakenBack, { dryRun, quiet }: Manner): void {
  const { voice } = context
  const { registry, place } = entry.undo
  const where = placeWords(place)
  if (outcome instanceof Failure) {
    context.report(outcome.during(`Could not take back the login for ${registry} in ${where}`))
  } else if (quiet) return
  else if (outcome === 'removed') {
    if (dryRun) voice.note(`${registry}: the login in ${where} would be removed`)
    else voice.success(`Logged out of ${registry} (removed from ${where})`)
  } else if (outcome === 'absent') voice.note(`${registry}: the login is gone from ${where} already`)
  else voice.warn(`${registry}: another login is in ${where} now, left alone (docker logout ${registry})`)
}
