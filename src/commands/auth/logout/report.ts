import { counted } from '../../../cli/counted.ts'
import { formatDuration } from '../../../cli/duration.ts'
import type { LedgerEntry } from '../../../sinks/ledger-entry.ts'
import type { Context } from '../../context.ts'
import type { Session } from '../../session.ts'
import { describeEntry, type Outcome } from './remove-entries.ts'
import { canSignOut, keyHolders } from './sign-out.ts'
import type { Target } from './target.ts'
import type { Traces } from './traces.ts'

interface Wish {
  readonly target: Target
  readonly traces: Traces
  readonly withKeys: boolean
}

/** `--dry-run`: what would go, line by line. */
export async function sayWhatWouldGo(
  { voice }: Context,
  { target, traces, withKeys }: Wish,
  session: Session,
): Promise<void> {
  const stored = await Promise.all(traces.recipes.map(recipe => session.store.load(recipe)))
  const keys = withKeys ? keyHolders(traces.identities, session).map(name => `the keys of ${name}`) : []
  const things = [
    ...[...traces.entries].reverse().map(entry => `${describeEntry(entry)}${lifeOf(entry, session)}`),
    ...(stored.every(one => one === undefined) ? [] : ['stored credentials']),
    ...canSignOut(traces.providers, session).map(name => `the session of the provider ${name}`),
    ...keys,
  ]
  sayElsewhere({ voice }, traces)
  if (things.length === 0) voice.note(`Nothing would be removed for ${subjectOf(target)}`)
  else {
    voice.note(`Would be removed for ${subjectOf(target)}, where it is still what was written:`)
    for (const thing of things) voice.note(`  ${thing}`)
  }
}

function lifeOf({ expiresAt }: LedgerEntry, { effects }: Session): string {
  if (expiresAt === undefined) return ''
  const left = expiresAt - effects.clock.now()
  return left <= 0 ? ' (expired)' : ` (expires in ${formatDuration(left)})`
}

interface Done {
  readonly target: Target
  readonly traces: Traces
  readonly outcomes: readonly Outcome[]
}

/** Says what became of it. What could not be removed decides the exit code. */
export function reportLogout(context: Context, { target, traces, outcomes }: Done, session: Session): void {
  const { voice, effects } = context
  const gone = outcomes.flatMap(outcome => outcome.gone)
  const leftAlone = outcomes.flatMap(outcome => outcome.leftAlone)
  const failures = outcomes.flatMap(outcome => outcome.failures)
  for (const thing of new Set(gone)) voice.detail(`  removed ${thing}`)
  for (const thing of leftAlone) voice.warn(`Left alone: ${thing} was changed by somebody else`)
  sayElsewhere(context, traces)
  for (const failure of failures) context.report(failure)
  const realm = session.auth.realm === undefined ? '' : ` (realm: ${session.auth.realm.value})`
  if (failures.length > 0 && gone.length === 0) {
    effects.terminal.say(`${voice.style('red', '✗')} Failed to log out ${subjectOf(target)}\n`)
  } else if (gone.length === 0) {
    voice.note(`There was nothing of ours to remove for ${subjectOf(target)}${realm}`)
  } else {
    const warnings = failures.length + leftAlone.length > 0 ? ' with warnings' : ''
    voice.success(`${headline(target, traces)}${warnings}${target.type === 'all-realms' ? '' : realm}`)
  }
  if (gone.length > 0) sayWhatStays(context, traces)
}

function headline(target: Target, { identities, entries }: Traces): string {
  const count = counted(identities.length, 'identity', 'identities')
  if (target.type === 'identity') return `Logged out ${target.name}`
  if (target.type === 'providers') {
    return `Logged out provider ${target.names.join(', ')} (${count})`
  }
  if (target.type === 'all') return identities.length === 0 ? 'Logged out' : `Logged out all ${count}`
  return `Logged out from ${Math.max(1, new Set(entries.map(({ realm }) => realm)).size)} realm(s)`
}

/** Projects without a realm may share names. */
function sayElsewhere({ voice }: Pick<Context, 'voice'>, { elsewhere }: Traces): void {
  for (const folder of elsewhere) {
    voice.note(
      `Left alone: logins of the same name made in ${folder}; to remove them, run auth logout there, or with --all-realms`,
    )
  }
}

/** What this program cannot take back, because it never had it. */
function sayWhatStays({ voice, effects }: Context, { providers }: Traces): void {
  const set = ['AWS_PROFILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE'].filter(name =>
    effects.env.get(name),
  )
  if (effects.env.get('AWS_SHARED_CREDENTIALS_FILE')) {
    voice.warn(`This shell still points to what was removed: unset ${set.join(' ')}`)
  }
  if (providers.length > 0) voice.note('A browser may still be signed in; sign out there too')
}

function subjectOf(target: Target): string {
  if (target.type === 'identity') return target.name
  if (target.type === 'providers') return `provider ${target.names.join(', ')}`
  return target.type === 'all' ? 'all identities' : 'all realms'
}
