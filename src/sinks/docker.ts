import type { Login } from '../auth/login.ts'
import { encodeAuth, fingerprint } from '../docker/auth-entry.ts'
import { type Footprint, putLogin } from '../docker/edit-config.ts'
import type { DockerConfig } from '../docker/read-config.ts'
import { hostsInAuthConfig, type Route, routeOf } from '../docker/routing.ts'
import { type Undo, undo, undoOf } from '../docker/undo.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure } from '../errors/to-failure.ts'
import { type Edited, editConfigFile, readConfigFile } from './docker/config-file.ts'
import { busy } from './docker/file-failures.ts'
import { dockerConfigPath } from './docker/location.ts'
import type { DockerEffects, DockerOutcome, DockerPlace } from './docker/outcome.ts'
import { type Placement, placeLogin } from './docker/place-login.ts'

/** How often the configuration may send Docker elsewhere while we follow it. */
const maxDetours = 3

/**
 * Puts logins where Docker looks for them: into the credential program in charge, or into config.json, all
 * in one edit under a lock; then reads them back as Docker would.
 * @param options `folder`: the one to use instead of `DOCKER_CONFIG` or `~/.docker`
 * @returns one outcome per login, in the order given; one that fails does not hide the others
 */
export async function toDocker(
  logins: readonly Login[],
  effects: DockerEffects,
  options: { readonly folder?: string | undefined } = {},
): Promise<readonly DockerOutcome[]> {
  if (logins.length === 0) return []
  try {
    const path = dockerConfigPath(options.folder, effects)
    const before = effects.files.stat(path)
    const outcomes = await deliver({ logins, path }, effects)
    return withFileWarnings(outcomes, { path, mode: before?.mode ?? 0 }, effects)
  } catch (thrown) {
    const failure = toFailure(thrown)
    return logins.map(() => failure)
  }
}

interface Delivery {
  readonly logins: readonly Login[]
  readonly path: string
}

/** Follows the configuration should it change its mind about the way while we are on it. */
async function deliver(
  { logins, path }: Delivery,
  effects: DockerEffects,
): Promise<readonly DockerOutcome[]> {
  for (let detour = 0; detour < maxDetours; detour += 1) {
    const config = await readConfigFile(path, effects)
    const placements: (Placement | Failure)[] = []
    for (const login of logins) {
      const route = routeFor(login.registry, config, effects)
      // One after the other: credential stores are known to mix up calls made at the same time.
      placements.push(await placeLogin({ login, route, path }, effects).catch(toFailure))
    }
    const outcomes = await writeFile(placements, path, effects)
    if (outcomes !== undefined) return outcomes
  }
  throw busy(path, 'another program keeps changing where Docker looks for logins')
}

/** @returns `undefined` when Docker looks elsewhere by now */
async function writeFile(
  placements: readonly (Placement | Failure)[],
  path: string,
  effects: DockerEffects,
): Promise<readonly DockerOutcome[] | undefined> {
  const entries = placements.filter(
    (each): each is Placement => !(each instanceof Failure) && each.target !== 'helper-serves',
  )
  if (entries.length === 0) return placements.map(each => outcomeOf(each, { path }))
  const edit = (config: DockerConfig): Edited<Traces> =>
    entries.every(entry => isStillRight(entry, config, effects))
      ? putAll(entries, config)
      : { text: config.text, result: undefined }
  try {
    const { written, standing, config } = await editConfigFile({ path, edit }, effects)
    if (standing === undefined) {
      if (written?.undo !== undefined) await takeBack(written.undo, path, effects)
      return undefined
    }
    const { footprints } = written ?? standing
    return placements.map(each => outcomeOf(each, { path, footprints, config }))
  } catch (thrown) {
    const failure = toFailure(thrown)
    return placements.map(each => (entries.includes(each as Placement) ? failure : outcomeOf(each, { path })))
  }
}

/** What an edit leaves to know: `undefined` when Docker looks elsewhere, so that nothing was edited. */
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
    const auth = target === 'file' ? encodeAuth(plain(login)) : undefined
    const edited = putLogin(next, { host, auth })
    footprints.set(host, edited.footprint)
    next = edited.text
  }
  const undo = next === undefined || text === undefined ? undefined : undoOf(text, next)
  return { text: next, result: { footprints, undo } }
}

function isStillRight(
  { login, route, target }: Placement,
  config: DockerConfig,
  effects: DockerEffects,
): boolean {
  const now = routeFor(login.registry, config, effects)
  if (target === 'file' && route.type !== 'program') return now.type === 'file' || now.type === 'detected'
  return now.type === 'program' && route.type === 'program' && now.program === route.program
}

interface Written {
  readonly path: string
  readonly footprints?: Footprints
  /** What stands in the file now. */
  readonly config?: DockerConfig
}

function outcomeOf(placement: Placement | Failure, written: Written): DockerOutcome {
  if (placement instanceof Failure) return placement
  const { login, target, program = '', warnings } = placement
  const { path, config, footprints } = written
  const { registry } = login
  if (target === 'file' && !isReadBack(login, config)) return notReadBack(registry, path)
  const place: DockerPlace = target === 'file' ? { type: target, path } : { type: target, program }
  const footprint = footprints?.get(registry)
  const undo = { registry, path, place, fingerprint: fingerprint(plain(login)) }
  return { registry, place, warnings, undo: footprint === undefined ? undo : { ...undo, footprint } }
}

/** Whether Docker, reading the file, gets this login and no other. */
function isReadBack(login: Login, config: DockerConfig | undefined): boolean {
  const entry = config?.auths.get(login.registry)
  const { username, password } = plain(login)
  if (entry === undefined || entry.identityToken !== '' || entry.registryToken !== '') return false
  return entry.username === username && entry.password === password
}

function notReadBack(registry: string, path: string): Failure {
  return new Failure({
    code: 'login-shadowed',
    what: `Docker would not get the login for ${registry}`,
    why: `read back as Docker does, ${path} gives another one`,
    next: `docker logout ${registry}`,
    details: { registry, path },
  })
}

function routeFor(host: string, config: DockerConfig, { env, processes }: DockerEffects): Route {
  const environment = hostsInAuthConfig(env.get('DOCKER_AUTH_CONFIG')) ?? new Set<string>()
  const has = (program: string) => processes.find(program) !== undefined
  return routeOf(host, { config, environment, platform: env.platform, has })
}

function plain({ username, password }: Login): { readonly username: string; readonly password: string } {
  return { username, password: password.expose() }
}

/** What is to be said once about the file goes with the first login that stands in it. */
function withFileWarnings(
  outcomes: readonly DockerOutcome[],
  file: { readonly path: string; readonly mode: number },
  { env }: DockerEffects,
): readonly DockerOutcome[] {
  const warnings: string[] = []
  if (env.platform !== 'win32' && (file.mode & 0o077) !== 0) {
    warnings.push(
      `Others on this machine can read ${file.path}, and it holds logins now: chmod 600 ${file.path}`,
    )
  }
  if (hostsInAuthConfig(env.get('DOCKER_AUTH_CONFIG')) === undefined) {
    warnings.push('Docker does not understand the value of DOCKER_AUTH_CONFIG and goes on without it')
  }
  const first = outcomes.findIndex(each => !(each instanceof Failure) && each.place.type === 'file')
  return outcomes.map((each, index) =>
    index === first && !(each instanceof Failure)
      ? { ...each, warnings: [...each.warnings, ...warnings] }
      : each,
  )
}
