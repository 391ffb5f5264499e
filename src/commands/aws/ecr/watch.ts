import { formatDuration } from '../../../cli/duration.ts'
import { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import type { Context } from '../../context.ts'
import type { RegistryReport } from '../../registry-login/deliver.ts'
import { reportLogins } from '../../registry-login/report-logins.ts'
import { type Stop, stopOf } from './watch-stop.ts'
import { backOffMs, type Kept, renewalTime } from './watch-times.ts'

export interface Watching {
  readonly format: 'text' | 'json'
  /** Logs in once. @param how `first`: at the start, where a login that is good enough may be kept */
  logIn(how: { readonly first: boolean }): Promise<readonly RegistryReport[]>
}

/**
 * Logs in, then keeps the logins fresh until somebody asks the program to end. A failure at the start ends it;
 * later ones are tried again while the present logins are valid.
 */
export async function watch(context: Context, watching: Watching): Promise<void> {
  const stop = stopOf(context.effects)
  const first = await stop.orDone(watching.logIn({ first: true }))
  if (first === undefined) throw new Failure({ code: 'interrupted', what: 'Stopped before the first login' })
  reportLogins(context, { reports: first, format: watching.format })
  if (first.some(({ outcome }) => outcome instanceof Failure)) return
  await keepFresh(context, { watching, stop, kept: new Map(lives(first)) })
}

interface Keeping {
  readonly watching: Watching
  readonly stop: Stop
  readonly kept: Map<string, Kept>
}

async function keepFresh(context: Context, { watching, stop, kept }: Keeping): Promise<void> {
  const { clock, random } = context.effects
  sayNext(context, nextTime(kept, context))
  let failures = 0
  let due = nextTime(kept, context)
  for (;;) {
    await stop.until(due)
    if (stop.isAsked()) return
    const reports = await stop.orDone(attempt(watching, kept))
    if (reports === undefined) return
    const fresh = reports.filter(({ outcome }) => !(outcome instanceof Failure))
    for (const [registry, life] of lives(fresh)) kept.set(registry, life)
    if (fresh.length > 0) reportLogins(context, { reports: fresh, format: watching.format })
    const failed = reports.filter(({ outcome }) => outcome instanceof Failure)
    const lost = failed.filter(({ registry }) => (kept.get(registry)?.until ?? 0) <= clock.now())
    if (lost.length > 0) return reportLogins(context, { reports: lost, format: 'text' })
    failures = failed.length === 0 ? 0 : failures + 1
    due = failures === 0 ? nextTime(kept, context) : clock.now() + backOffMs(failures, random.fraction())
    for (const report of failed) sayFailed(context, report, { due, until: kept.get(report.registry)?.until })
  }
}

/** One renewal; a failure before any registry was asked counts for all of them. */
async function attempt(
  watching: Watching,
  kept: ReadonlyMap<string, Kept>,
): Promise<readonly RegistryReport[]> {
  try {
    return await watching.logIn({ first: false })
  } catch (thrown) {
    const outcome = toFailure(thrown)
    return [...kept.keys()].map(registry => ({ registry, label: '', outcome }))
  }
}

function lives(reports: readonly RegistryReport[]): readonly [string, Kept][] {
  return reports.flatMap(({ registry, at, expiresAt }) =>
    at === undefined || expiresAt === undefined ? [] : [[registry, { from: at, until: expiresAt }]],
  )
}

/** When the first of the logins is to be renewed. */
function nextTime(kept: ReadonlyMap<string, Kept>, { effects: { clock, random } }: Context): number {
  const now = clock.now()
  return Math.min(...[...kept.values()].map(life => renewalTime(life, { now, fraction: random.fraction() })))
}

function sayNext({ voice, effects }: Context, due: number): void {
  const wait = formatDuration(due - effects.clock.now())
  voice.note(`Keeping this fresh until stopped; the next renewal is in about ${wait}`)
}

function sayFailed(
  { voice, effects }: Context,
  { registry, outcome }: RegistryReport,
  { due, until = 0 }: { readonly due: number; readonly until: number | undefined },
): void {
  if (!(outcome instanceof Failure)) return
  const now = effects.clock.now()
  const why = outcome.message.replace(/\s+/g, ' ')
  const when = `next attempt in ${Math.round((due - now) / 1000)} s`
  voice.warn(`${registry} was not renewed (${when}, good for ${formatDuration(until - now)}): ${why}`)
}
