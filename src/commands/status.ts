import { columnsOrBlocks } from '../cli/columns.ts'
import { formatDuration } from '../cli/duration.ts'
import { harmless } from '../cli/harmless.ts'
import { roomOf } from '../cli/room.ts'
import { placeWords } from '../sinks/docker/place-words.ts'
import { type Finding, findLogin } from '../sinks/find-login.ts'
import { readLedger } from '../sinks/ledger.ts'
import type { DockerEntry } from '../sinks/ledger-entry.ts'
import { loginsIn } from '../sinks/take-back-logins.ts'
import type { Context } from './context.ts'
import { withDeadline } from './deadline.ts'
import type { StatusFlags } from './status.command.ts'

/** A login of the ledger, and what looking for it came to. */
interface Standing {
  readonly entry: DockerEntry
  readonly finding: Finding
  /** Milliseconds until it ends, negative afterwards; absent where that is not known. */
  readonly leftMs: number | undefined
}

/** `atmos status`: the logins this program wrote, as those who use them find them now. */
export async function status(this: Context, { format }: StatusFlags): Promise<void> {
  const effects = withDeadline(this.effects, this.settings)
  const ledger = await readLedger(effects)
  const standings: Standing[] = []
  for (const entry of loginsIn(ledger)) {
    const { expiresAt } = entry
    const leftMs = expiresAt === undefined ? undefined : expiresAt - effects.clock.now()
    // One after the other, as credential stores like it.
    standings.push({ entry, leftMs, finding: await findLogin(entry.undo, effects) })
  }
  const { terminal } = effects
  if (format === 'json') terminal.data(`${JSON.stringify({ logins: standings.map(asJson) })}\n`)
  else if (standings.length > 0) {
    terminal.data(harmless(asTable(standings, roomOf(terminal)), { colored: false }))
  }
  if (format !== 'json') explain(this, standings)
  for (const note of ledger.notes) this.voice.warn(note)
}

function asJson({ entry, finding, leftMs }: Standing): unknown {
  const { undo, at, expiresAt, identity, provider, realm } = entry
  return {
    registry: undo.registry,
    identity,
    provider,
    realm,
    loggedInAt: new Date(at).toISOString(),
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
    expired: leftMs !== undefined && leftMs <= 0,
    storedIn: undo.place,
    ...finding,
  }
}

const readers = { docker: 'Docker', containers: 'podman', file: 'readers of the file' } as const

function asTable(standings: readonly Standing[], room: number): string {
  const rows = standings.map(({ entry, finding, leftMs }) => [
    entry.undo.registry,
    entry.identity ?? '(surroundings)',
    leftMs === undefined ? 'unknown' : leftMs <= 0 ? 'expired' : `in ${formatDuration(leftMs)}`,
    foundWords(finding),
    placeWords(entry.undo.place),
  ])
  const head = ['REGISTRY', 'IDENTITY', 'EXPIRES', 'FOUND', 'STORED IN']
  return `${columnsOrBlocks([head, ...rows], room).join('\n')}\n`
}

function foundWords({ reader, state }: Finding): string {
  if (state === 'found') return `by ${readers[reader]}`
  return state === 'unknown' || state === 'served' ? state : 'no'
}

/** What a table has no room for. */
function explain({ voice }: Context, standings: readonly Standing[]): void {
  if (standings.length === 0) {
    voice.note('This program has logged in to no registry. For ECR Public: atmos aws ecr login --public')
  }
  for (const { entry, finding } of standings) {
    if (finding.why === undefined) continue
    const { registry, place } = entry.undo
    if (finding.state === 'served') {
      voice.note(`${registry}: ${finding.why} by itself; the login in ${placeWords(place)} is not used`)
      continue
    }
    const what = finding.state === 'unknown' ? 'cannot be asked for it' : 'would not get this login'
    voice.warn(`${registry} in ${placeWords(place)}: ${readers[finding.reader]} ${what}: ${finding.why}`)
  }
  // What is not found is not sent either.
  const sent = standings.filter(({ finding }) => finding.state === 'found')
  if (sent.some(({ leftMs }) => leftMs !== undefined && leftMs <= 0)) {
    voice.warn(
      'An expired login makes pulls fail that would pass without one: atmos aws ecr logout --expired',
    )
  }
}
