import { posix, win32 } from 'node:path'
import { editFile } from '../auth/edit-file.ts'
import { foldersOf } from '../auth/folders.ts'
import { isRecord, parseJson } from '../auth/parse-json.ts'
import type { Needs } from '../effects/effects.ts'
import { toFailure } from '../errors/to-failure.ts'
import { inherit, isEntry, type LedgerEntry, samePlace } from './ledger-entry.ts'

/** What we wrote for others to read, so that it can be shown and taken back. */
export interface Ledger {
  /** The oldest first. */
  readonly entries: readonly LedgerEntry[]
  /** Sentences for a person: what could not be read or written. The ledger is never a reason to fail. */
  readonly notes: readonly string[]
}

type Outside = Needs<'files' | 'env'>

/** Reads the ledger. One that cannot be understood counts as empty, with a note. */
export async function readLedger(effects: Outside): Promise<Ledger> {
  return await safely(effects, async path => parse(effects.files.read(path), path))
}

/** Adds entries; each takes the place of an earlier one about the same place. */
export async function recordInLedger(entries: readonly LedgerEntry[], effects: Outside): Promise<Ledger> {
  return await change(effects, present => entries.reduce(recorded, present))
}

/** Takes entries out that were read from the ledger, unless something newer stands there by now. */
export async function forgetInLedger(entries: readonly LedgerEntry[], effects: Outside): Promise<Ledger> {
  return await change(effects, present => entries.reduce(forgotten, present))
}

type Entries = readonly LedgerEntry[]

function recorded(present: Entries, entry: LedgerEntry): Entries {
  const earlier = present.find(other => samePlace(other, entry))
  const others = present.filter(other => other !== earlier)
  return [...others, earlier === undefined ? entry : inherit(entry, earlier)]
}

function forgotten(present: Entries, entry: LedgerEntry): Entries {
  const gone = present.find(other => samePlace(other, entry) && other.at === entry.at)
  if (gone === undefined) return present
  const others = present.filter(other => other !== gone)
  const heir = others.find(other => inherit(other, gone) !== other)
  return others.map(other => (other === heir ? inherit(other, gone) : other))
}

async function change(effects: Outside, act: (entries: Entries) => Entries): Promise<Ledger> {
  return await safely(effects, async path => {
    let after: Ledger = { entries: [], notes: [] }
    const edit = (before: Uint8Array | undefined): Uint8Array | undefined => {
      const { entries, notes } = parse(before, path)
      after = { entries: act(entries), notes }
      return after.entries.length === 0 ? undefined : bytesOf(after.entries)
    }
    await editFile({ path, change: edit, flush: false }, effects)
    return after
  })
}

const version = 1

function parse(bytes: Uint8Array | undefined, path: string): Ledger {
  if (bytes === undefined) return { entries: [], notes: [] }
  const value = parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(value) || value.version !== version || !Array.isArray(value.entries)) {
    return {
      entries: [],
      notes: [`${path} cannot be understood; what earlier logins wrote is not known here`],
    }
  }
  const entries: readonly unknown[] = value.entries
  const usable = entries.filter(isEntry)
  const lost = entries.length - usable.length
  return {
    entries: usable,
    notes: lost === 0 ? [] : [`${path} holds ${lost} entries that cannot be understood; they are left out`],
  }
}

function bytesOf(entries: Entries): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version, entries }, undefined, 2)}\n`)
}

function ledgerPath({ env }: Needs<'env'>): string {
  const { join } = env.platform === 'win32' ? win32 : posix
  return join(foldersOf({ env }).state(), 'ledger.json')
}

/** A login stands although nobody could write down where. */
async function safely(effects: Outside, act: (path: string) => Promise<Ledger>): Promise<Ledger> {
  try {
    return await act(ledgerPath(effects))
  } catch (thrown) {
    return { entries: [], notes: [`${toFailure(thrown).message}; atmos auth logout will not know of it`] }
  }
}
