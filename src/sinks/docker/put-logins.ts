import type { Login } from '../../auth/login.ts'
import { encodeAuth, fingerprint } from '../../docker/auth-entry.ts'
import { type Footprint, putLogin } from '../../docker/edit-config.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import type { Route } from '../../docker/routing.ts'
import { type Undo, undo, undoOf } from '../../docker/undo.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { plainLogin } from '../plain-login.ts'
import { type Edited, editConfigFile, readConfigFile } from './config-file.ts'
import { busy } from './file-failures.ts'
import type { DockerEffects, DockerOutcome, DockerPlace } from './outcome.ts'
import { type Placement, placeLogin } from './place-login.ts'

/** How often the configuration may send its reader elsewhere while we follow it. */
const maxDetours = 3

/** A program that reads logins from a file of the shape of config.json. */
interface Reader {
  /** `Docker` */
  readonly name: string
  /** Its command that forgets a login: `docker logout`. */
  readonly logout: string
  /** Where it looks for a login. @throws Failure when it would find none, wherever that is put */
  routeFor(host: string, config: DockerConfig): Route
}

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
  const { logins, path, reader } = delivery
  for (let detour = 0; detour < maxDetours; detour += 1) {
    const config = await readConfigFile(path, effects)
    const placements: (Placement | Failure)[] = []
    for (const login of logins) {
      // One after the other: credential stores are known to mix up calls made at the same time.
      placements.push(await place(login, { config, path, reader }, effects).catch(toFailure))
    }
    const outcomes = await writeFile(placements, { path, reader }, effects)
    if (outcomes !== undefined) return outcomes
  }
  throw busy(path, `another program keeps changing where ${reader.name} looks for logins`)
}

interface Way {
  readonly config: DockerConfig
  readonly path: string
  readonly reader: Reader
}

async function place(
  login: Login,
  { config, path, reader }: Way,
  effects: DockerEffects,
): Promise<Placement> {
  return await placeLogin({ login, route: reader.routeFor(login.registry, config), path }, effects)
}

/** @returns `undefined` when the reader looks elsewhere by now */
async function writeFile(
  placements: readonly (Placement | Failure)[],
  { path, reader }: Pick<Way, 'path' | 'reader'>,
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
      if (written?.undo !== undefined) await takeBack(written.undo, path, effects)
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
type Traces = { readonly footprints: Footprints; readonly undo: Undo | undefined } | undefined
type Footprints = ReadonlyMap<string, Footprint>

/** Gives the file back the bytes it had where ours are of no use. */
async function takeBack(step: Undo, path: string, effects: DockerEffects): Promise<void> {
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

interface Written {
  readonly path: string
  readonly reader: Reader
  readonly footprints?: Footprints
  /** What stands in the file now. */
  readonly config?: DockerConfig
}

function outcomeOf(placement: Placement | Failure, written: Written): DockerOutcome {
  if (placement instanceof Failure) return placement
  const { login, target, program = '', warnings } = placement
  const { path, reader, config, footprints } = written
  const { registry } = login
  if (target === 'file' && !isReadBack(login, config)) return notReadBack(registry, path, reader)
  const place: DockerPlace = target === 'file' ? { type: target, path } : { type: target, program }
  const footprint = footprints?.get(registry)
  const undo = { registry, path, place, fingerprint: fingerprint(plainLogin(login)) }
  return { registry, place, warnings, undo: footprint === undefined ? undo : { ...undo, footprint } }
}

/** Whether who reads the file gets this login and no other. */
function isReadBack(login: Login, config: DockerConfig | undefined): boolean {
  const entry = config?.auths.get(login.registry)
  const { username, password } = plainLogin(login)
  if (entry === undefined || entry.identityToken !== '' || entry.registryToken !== '') return false
  return entry.username === username && entry.password === password
}

function notReadBack(registry: string, path: string, { name, logout }: Reader): Failure {
  return new Failure({
    code: 'login-shadowed',
    what: `${name} would not get the login for ${registry}`,
    why: `read back as ${name} does, ${path} gives another one`,
    next: `${logout} ${registry}`,
    details: { registry, path },
  })
}
