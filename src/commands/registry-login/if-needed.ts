import { isYoung } from '../../auth/freshness.ts'
import type { LoginTask } from '../../auth/registry-logins.ts'
import type { Effects } from '../../effects/effects.ts'
import { findLogin } from '../../sinks/find-login.ts'
import { readLedger } from '../../sinks/ledger.ts'
import type { DockerEntry } from '../../sinks/ledger-entry.ts'
import type { LoginSink } from '../../sinks/login-sink.ts'
import { loginsIn } from '../../sinks/take-back-logins.ts'
import type { RegistryReport } from './deliver.ts'
import type { LoginOrigin } from './login-origin.ts'

/** Something that logs in to registries. */
export interface Item {
  readonly name: string
  readonly label: string
  /** Empty where that cannot be told: then a login is needed. */
  readonly registries: readonly string[]
}

/** A task as something that may not be needed. */
export function taskItem(task: LoginTask): Item & { readonly task: LoginTask } {
  return { name: task.name, label: task.kind.label, registries: task.kind.serves(task.spec), task }
}

export interface IfNeeded<T extends Item> {
  readonly items: readonly T[]
  readonly origin: LoginOrigin
  readonly sink: LoginSink
  /** Logs in to what is left. */
  logIn(items: readonly T[]): Promise<readonly RegistryReport[]>
}

/**
 * Logs in only where no login by the same identity has more than half of its life left and is still where its
 * reader looks. Reports come in the order of the items.
 */
export async function onlyIfNeeded<T extends Item>(
  request: IfNeeded<T>,
  effects: Effects,
): Promise<readonly RegistryReport[]> {
  const known = loginsIn(await readLedger(effects))
  const kept = new Map<T, readonly RegistryReport[]>()
  for (const item of request.items) {
    const reports = await keptReports(item, { ...request, known }, effects)
    if (reports !== undefined) kept.set(item, reports)
  }
  const needed = request.items.filter(item => !kept.has(item))
  const rest = needed.length === 0 ? [] : [...(await request.logIn(needed))]
  const ordered = request.items.flatMap(item => kept.get(item) ?? takeOwn(item, rest))
  return [...ordered, ...rest]
}

interface Among {
  readonly known: readonly DockerEntry[]
  readonly origin: LoginOrigin
  readonly sink: LoginSink
}

/** @returns `undefined` unless every registry of the item still has its login */
async function keptReports(
  { label, registries }: Item,
  among: Among,
  effects: Effects,
): Promise<readonly RegistryReport[] | undefined> {
  const reports: RegistryReport[] = []
  for (const registry of registries) {
    const entry = await goodEntry(registry, among, effects)
    if (entry === undefined) return undefined
    const { undo, at, expiresAt } = entry
    const outcome = { registry, place: undo.place, warnings: [], undo }
    reports.push({ registry, label, at, expiresAt, kept: true, outcome })
  }
  return registries.length === 0 ? undefined : reports
}

type GoodEntry = DockerEntry & { readonly expiresAt: number }

async function goodEntry(
  registry: string,
  { known, origin, sink }: Among,
  effects: Effects,
): Promise<GoodEntry | undefined> {
  const path = sink.path?.(effects)
  const now = effects.clock.now()
  const entry = known.findLast(({ undo }) => undo.registry === registry && undo.path === path)
  if (entry === undefined || !isSameOrigin(entry, origin) || !hasEnd(entry)) return undefined
  if (!isYoung({ from: entry.at, until: entry.expiresAt }, now)) return undefined
  return (await findLogin(entry.undo, effects)).state === 'found' ? entry : undefined
}

function hasEnd(entry: DockerEntry): entry is GoodEntry {
  return entry.expiresAt !== undefined
}

function isSameOrigin(entry: DockerEntry, origin: LoginOrigin): boolean {
  return entry.recipe === origin.recipe && entry.surroundings === origin.surroundings
}

/** Takes the reports of an item from the front of those that are left. */
function takeOwn({ name, registries }: Item, rest: RegistryReport[]): readonly RegistryReport[] {
  const end = rest.findIndex(({ registry }) => registry !== name && !registries.includes(registry))
  return rest.splice(0, end < 0 ? rest.length : end)
}
