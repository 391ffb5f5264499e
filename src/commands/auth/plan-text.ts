import type { Origin } from '../../auth/auth-config.ts'
import { formatDuration } from '../../cli/duration.ts'
import { nearFile } from './near-file.ts'
import type { PlanView, Reuse, ShownIntegration, ShownStep } from './plan-view.ts'

export interface Reader {
  /** Folder that paths are shown from. */
  readonly folder: string
  readonly now: number
  /** Columns that a line may take. */
  readonly room: number
}

/** A plan for people: what is done in which order, and where each value was written. */
export function planAsText(view: PlanView, reader: Reader): string {
  const realm = view.realm === undefined ? '' : ` (realm ${view.realm})`
  const lines = [
    `Plan for ${view.identity}${realm}`,
    '',
    ...view.steps.flatMap((step, index) => stepLines(step, index + 1, reader)),
    'Then, at login',
    ...integrationLines(view.integrations, reader),
    '',
    'Reused from before',
    `  ${reuseText(view.reuse, reader)}`,
  ]
  return `${lines.join('\n')}\n`
}

function stepLines(step: ShownStep, number: number, reader: Reader): readonly string[] {
  const { role, name, kind, yields, ambient } = step
  const what = `${kind} → ${yields}${ambient ? ', from the surroundings' : ''}`
  return [
    row([`${number}. ${role} ${name}`, what, step.origin], reader),
    ...step.values.map(({ path, value, origin }) =>
      row([`   ${path}`, shownValue(value, step.pending.includes(path.toLowerCase())), origin], reader),
    ),
    '',
  ]
}

function shownValue(value: unknown, isPending: boolean): string {
  const line = String(value).replaceAll(/\r?\n/g, '\\n')
  return isPending ? `${line} (not run)` : line
}

function integrationLines(integrations: readonly ShownIntegration[], reader: Reader): readonly string[] {
  if (integrations.length === 0) return ['  no integration is linked to it']
  return integrations.map(({ name, kind, hosts, runs, origin }) => {
    const what = `${kind}${hosts.length === 0 ? '' : ` → ${hosts.join(', ')}`}`
    return row([`  ${runs ? 'runs' : 'only when asked for:'} ${name}`, what, origin], reader)
  })
}

function reuseText(reuse: Reuse, { now }: Reader): string {
  if (reuse.type === 'ambient') return 'nothing: what comes from the surroundings is never stored'
  if (reuse.type === 'unknown') return 'not known before the programs of !exec have run'
  if (reuse.type === 'nothing') return 'nothing is stored: every step would be taken'
  const life =
    reuse.expiresAt === undefined ? '' : ` (expire in ${formatDuration(Date.parse(reuse.expiresAt) - now)})`
  return `the stored credentials of ${reuse.step}${life}; only the steps after it would be taken`
}

type Row = readonly [left: string, right: string, origin: Origin | undefined]

/** A terminal narrower than this would break lined-up columns anywhere. */
const leastColumns = 100

function row([left, right, origin]: Row, { folder, room }: Reader): string {
  const place = origin === undefined ? '' : `${nearFile(origin.file, folder)}:${origin.line}`
  if (room < leastColumns) return `${left}: ${right}${place === '' ? '' : ` (${place})`}`
  const text = `${left.padEnd(34)} ${right}`
  return place === '' ? text : `${text.padEnd(84)}  ${place}`
}
