import { editFile } from '../auth/edit-file.ts'
import { foldersOf, pathsOf } from '../auth/folders.ts'
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

type Outside = Needs<'files' | 'env' | 'clock'>

/** Reads the ledger. One that cannot be understood counts as empty, with a note. */
export async function readLedger(effects: Outside): Promise<Ledger> {
  return await safely(effects, async path => {
    const { entries, notes } = parse(effects.files.read(path), path)
    return { entries, notes }
  })
}

/**
 * Adds entries; each takes the place of an earlier one about the same place.
 * @returns the ledger, and the earlier ones whose place was taken
 */
export async function recordInLedger(
  entries: readonly LedgerEntry[],
  effects: Outside,
): Promise<Ledger & { readonly replaced: readonly LedgerEntry[] }> {
  let replaced: Entries = []
  const ledger = await change(effects, present => {
    replaced = present.filter(earlier => entries.some(entry => samePlace(earlier, entry)))
    return entries.reduce(recorded, present)
  })
  return { ...ledger, replaced }
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
      const { entries, notes, strangers, isForeign } = parse(before, path)
      after = { entries: isForeign ? [] : act(entries), notes }
      return isForeign ? before : bytesOf([...strangers, ...after.entries])
    }
    await editFile({ path, change: edit, flush: false }, effects)
    return after
  })
}

const version = 1

/** The file, and what of it is not for us to change. */
interface Parsed extends Ledger {
  /** Entries that cannot be acted upon here; they are handed on as they are. */
  readonly strangers: readonly unknown[]
  /** Another version of this program wrote it: it is left as it is. */
  readonly isForeign: boolean
}

const empty: Parsed = { entries: [], notes: [], strangers: [], isForeign: false }

function parse(bytes: Uint8Array | undefined, path: string): Parsed {
  if (bytes === undefined) return empty
  const value = parseJson(Buffer.from(bytes).toString('utf8'))
  if (isRecord(value) && value.version !== version) {
    const note = `${path} is of another version of this program and is left alone; what is logged in to now is not written down there`
    return { ...empty, notes: [note], isForeign: true }
  }
  if (!isRecord(value) || !Array.isArray(value.entries)) {
    return {
      ...empty,
      notes: [`${path} cannot be understood; what earlier logins wrote is not known here`],
    }
  }
  const all: readonly unknown[] = value.entries
  const strangers = all.filter(entry => !isEntry(entry))
  const note = `${path} holds ${strangers.length} entries that cannot be understood; they are left alone`
  return {
    entries: all.filter(isEntry),
    notes: strangers.length === 0 ? [] : [note],
    strangers,
    isForeign: false,
  }
}

/** A file without an entry is no file. */
function bytesOf(entries: readonly unknown[]): Uint8Array | undefined {
  if (entries.length === 0) return undefined
  return Buffer.from(`${JSON.stringify({ version, entries }, undefined, 2)}\n`)
}

function ledgerPath({ env }: Needs<'env'>): string {
  const { join } = pathsOf(env)
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
