import type { Login } from '../../auth/login.ts'
import { encodeAuth } from '../../docker/auth-entry.ts'
import { type Footprint, putLogin } from '../../docker/edit-config.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import { type Undo, undo, undoOf } from '../../docker/undo.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { plainLogin } from '../plain-login.ts'
import { type Edited, editConfigFile, readConfigFile } from './config-file.ts'
import { busy } from './file-failures.ts'
import type { DockerEffects, DockerOutcome } from './outcome.ts'
import { type Placement, placeLogin } from './place-login.ts'
import { outcomeOf } from './read-back.ts'
import type { Reader } from './reader.ts'

/** How often the configuration may send its reader elsewhere while we follow it. */
const maxDetours = 3

/** Logins on their way into one file, or to the programs that it names. */
export interface Delivery {
  readonly logins: readonly Login[]
  readonly path: string
  readonly reader: Reader
}

/**
 * Puts logins where the reader of a file looks for them: into the credential program in charge, or into the
 * file, all in one edit under a lock; then reads them back as it would. Should the file change its mind about
 * the way meanwhile, it is followed.
 * @returns one outcome per login, in the order given; one that fails does not hide the others
 * @throws Failure when the file cannot be read, or keeps changing
 */
export async function putLogins(
  delivery: Delivery,
  effects: DockerEffects,
): Promise<readonly DockerOutcome[]> {
  const { path, reader } = delivery
  for (let detour = 0; detour < maxDetours; detour += 1) {
    const placements = await placeLogins(delivery, effects)
    const outcomes = await writeFile(placements, { path, reader }, effects)
    if (outcomes !== undefined) return outcomes
  }
  throw busy(path, `another program keeps changing where ${reader.name} looks for logins`)
}

/** One after the other: credential stores are known to mix up calls made at the same time. */
async function placeLogins(
  { logins, path, reader }: Delivery,
  effects: DockerEffects,
): Promise<readonly (Placement | Failure)[]> {
  const config = await readConfigFile(path, effects)
  const place = async (login: Login): Promise<Placement> =>
    await placeLogin({ login, route: reader.routeFor(login.registry, config), path }, effects)
  const placements: (Placement | Failure)[] = []
  for (const login of logins) placements.push(await place(login).catch(toFailure))
  return placements
}

/** @returns `undefined` when the reader looks elsewhere by now */
async function writeFile(
  placements: readonly (Placement | Failure)[],
  { path, reader }: Pick<Delivery, 'path' | 'reader'>,
  effects: DockerEffects,
): Promise<readonly DockerOutcome[] | undefined> {
  const entries = placements.filter(
    (each): each is Placement => !(each instanceof Failure) && each.target !== 'helper-serves',
  )
  if (entries.length === 0) return placements.map(each => outcomeOf(each, { path, reader }))
  const edit = (config: DockerConfig): Edited<Traces> =>
    entries.every(entry => isStillRight(entry, config, reader))
      ? putAll(entries, config)
      : { text: config.text, result: undefined }
  try {
    const { written, standing, config } = await editConfigFile({ path, edit }, effects)
    if (standing === undefined) {
      if (written?.undo !== undefined) await giveBack(written.undo, path, effects)
      return undefined
    }
    const { footprints } = written ?? standing
    return placements.map(each => outcomeOf(each, { path, reader, footprints, config }))
  } catch (thrown) {
    const failure = toFailure(thrown)
    return placements.map(each =>
      entries.includes(each as Placement) ? failure : outcomeOf(each, { path, reader }),
    )
  }
}

/** What an edit leaves to know: `undefined` when the reader looks elsewhere, so that nothing was edited. */
type Traces =
  | { readonly footprints: ReadonlyMap<string, Footprint>; readonly undo: Undo | undefined }
  | undefined

/** Gives the file back the bytes it had where ours are of no use. */
async function giveBack(step: Undo, path: string, effects: DockerEffects): Promise<void> {
  const edit = ({ text }: DockerConfig): Edited<undefined> => ({
    text: text === undefined ? text : (undo(text, step) ?? text),
    result: undefined,
  })
  await editConfigFile({ path, edit }, effects)
}

function putAll(entries: readonly Placement[], { text }: DockerConfig): Edited<Traces> {
  const footprints = new Map<string, Footprint>()
  let next = text
  for (const { login, target } of entries) {
    const host = login.registry
    const auth = target === 'file' ? encodeAuth(plainLogin(login)) : undefined
    const edited = putLogin(next, { host, auth })
    footprints.set(host, edited.footprint)
    next = edited.text
  }
  const undo = next === undefined || text === undefined ? undefined : undoOf(text, next)
  return { text: next, result: { footprints, undo } }
}

function isStillRight({ login, route, target }: Placement, config: DockerConfig, reader: Reader): boolean {
  const now = reader.routeFor(login.registry, config)
  if (target === 'file' && route.type !== 'program') return now.type === 'file' || now.type === 'detected'
  return now.type === 'program' && route.type === 'program' && now.program === route.program
}
