import type { AuthConfig } from '../../auth/auth-config.ts'
import { missingConfiguration } from '../../auth/lookup.ts'
import { harmless } from '../../cli/harmless.ts'
import { roomOf } from '../../cli/room.ts'
import { loadProfilePlaces } from '../../config/load-tree.ts'
import { listProfiles } from '../../config/profiles.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { openSession, tellNotes } from '../session.ts'
import { chooseEntries } from './list/choose-entries.ts'
import { type Listing, listingOf } from './list/listing.ts'
import { isPainted, type Paint, painter } from './list/paint.ts'
import type { ListFlags } from './list.command.ts'
import { unknownFormat } from './unknown-format.ts'

/** How each format is written; loaded when it is asked for. */
const formats: Readonly<
  Record<string, () => Promise<(listing: Listing, paint: Paint, room: number) => string>>
> = {
  tree: async () => (await import('./list/tree.ts')).asTree,
  table: async () => (await import('./list/table.ts')).asTable,
  json: async () => (await import('./list/document.ts')).asJson,
  yaml: async () => (await import('./list/document.ts')).asYaml,
  graphviz: async () => (await import('./list/graphviz.ts')).asGraphviz,
  dot: async () => (await import('./list/graphviz.ts')).asGraphviz,
  mermaid: async () => (await import('./list/mermaid.ts')).asMermaid,
  markdown: async () => (await import('./list/markdown.ts')).asMarkdown,
  md: async () => (await import('./list/markdown.ts')).asMarkdown,
}

/** `atmos auth list`: what the configuration has, and who is logged in. */
export async function list(this: Context, flags: ListFlags): Promise<void> {
  const format = flags.format ?? 'tree'
  const load = Object.hasOwn(formats, format) ? formats[format] : undefined
  if (load === undefined) throw unknownFormat(format, Object.keys(formats))
  const session = await openSession(this)
  const { auth, effects } = session
  const chosen = chooseEntries(auth, flags)
  if (auth.providers.length + auth.identities.length === 0) await sayNothingIsThere(this, auth)
  const listing = listingOf(chosen, session, nowOf(this))
  const isData = format === 'json' || format === 'yaml'
  if (isData || listing.providers.length + listing.identities.length > 0) {
    const text = (await load())(listing, painter(this), roomOf(effects.terminal))
    effects.terminal.data(harmless(text, { colored: !isData && isPainted(this) }))
  } else if (auth.providers.length + auth.identities.length > 0) {
    this.voice.note('No provider or identity matches')
  }
  tellNotes(this, session)
}

/** Tests hold the time still with `ATMOS_TEST_NOW`, as in Atmos. */
function nowOf({ effects: { env, clock } }: Context): number {
  const fixed = Date.parse(env.get('ATMOS_TEST_NOW') ?? '')
  return Number.isNaN(fixed) ? clock.now() : fixed
}

/** Profiles that were not asked for may be why. @throws Failure when there are any */
async function sayNothingIsThere({ voice, settings, effects }: Context, auth: AuthConfig): Promise<void> {
  const { configFiles, configFolders, basePath } = settings
  const places = await loadProfilePlaces({ configFiles, configFolders, basePath }, effects)
  const profiles = listProfiles(places, effects).map(({ name }) => name)
  if (profiles.length === 0 || settings.profiles.length > 0) {
    const missing = missingConfiguration(auth)
    const words = missing && `${missing.message}. ${missing.next}`
    voice.note(words ?? 'No providers or identities are configured')
    return
  }
  throw new Failure({
    code: 'config-not-found',
    what: 'Authentication is not configured in atmos.yaml',
    why: `it may be in a profile; there are: ${profiles.join(', ')}`,
    next: `atmos auth list --profile ${profiles[0]}`,
    details: { profiles },
  })
}
