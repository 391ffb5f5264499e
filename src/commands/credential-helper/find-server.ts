import { identityOf } from '../../auth/integration-identity.ts'
import { integrationKind } from '../../auth/integration-kind.ts'
import { sameName } from '../../auth/lookup.ts'
import { loginHost, type RegistryHost } from '../../docker/registry-host.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { type OpenSource, openSource, recordedSource, type Source, sourcesFrom } from './configurations.ts'
import type { Desk } from './desk.ts'
import { fromAnywhere } from './from-anywhere.ts'
import { ambientServer, identityServer, integrationServer, type Server } from './server.ts'
import { type Serving, servings } from './who-serves.ts'

/**
 * Asks who serves a host: what `docker configure` was told of it; the integrations of the configurations, in
 * their order; at last ambient credentials, where a configuration allows them (`auth.docker.ambient: true`).
 * @returns `undefined` when nobody does
 * @throws Failure when it is, or may be, served, and cannot be
 */
export async function findServer(host: RegistryHost, desk: Desk): Promise<Server | undefined> {
  const recorded = desk.registration.registries.find(registry => registry.host === loginHost(host))
  if (recorded !== undefined) return await recordedServer(host, recorded, desk)
  let trouble: Failure | undefined
  let ambient = false
  for (const source of sourcesFrom(desk.registration, desk.settings, desk.recording.effects.env)) {
    try {
      const server = await leading(source, desk, async () => {
        const open = await openSource(source, readingFor(desk))
        ambient ||= open.session.auth.ambientHelper
        return await integrationFor(loginHost(host), open, desk)
      })
      if (server !== undefined) return server
    } catch (thrown) {
      trouble ??= toFailure(thrown)
    }
  }
  if (trouble !== undefined) throw trouble
  return ambient ? ambientServer(host, desk) : undefined
}

async function recordedServer(
  host: RegistryHost,
  { identity, configuration }: Desk['registration']['registries'][number],
  desk: Desk,
): Promise<Server> {
  if (identity === undefined || configuration === undefined) return ambientServer(host, desk)
  const source = recordedSource(configuration, desk.settings)
  return await leading(source, desk, async () =>
    identityServer(host, { open: await openSource(source, readingFor(desk)), identity }),
  )
}

/** What fails here, or in the fetching of a token, names the way to the configuration. */
async function leading<T extends Server | undefined>(
  source: Source,
  { effects: { env } }: Desk,
  find: () => Promise<T>,
): Promise<T> {
  const server = await fromAnywhere(source, env, find)
  if (server === undefined) return server
  return { ...server, fetch: limitMs => fromAnywhere(source, env, () => server.fetch(limitMs)) }
}

async function integrationFor(host: string, open: OpenSource, desk: Desk): Promise<Server | undefined> {
  const { auth, catalog } = open.session
  const all = await servings(open)
  const [first, ...others] = all.filter(({ hosts }) => hosts?.includes(host) === true)
  if (first === undefined) {
    const isOurs = (entry: Serving['entry']) => integrationKind(entry, catalog) !== undefined
    const broken = all.find(({ hosts, entry }) => hosts === undefined && isOurs(entry))
    if (broken !== undefined) throw cannotTell(host, broken)
    return undefined
  }
  const identity = identityOf(first.entry, auth, catalog)
  const rival = others.find(({ entry }) => !hasIdentity(entry, identity, open))
  if (rival !== undefined)
    desk.tell(
      `${first.entry.name} and ${rival.entry.name} both serve ${host}, with different identities; ${first.entry.name} counts, because it comes first`,
    )
  return await integrationServer(first.entry, { open, identity })
}

function hasIdentity(entry: Serving['entry'], identity: string, { session }: OpenSource): boolean {
  try {
    return sameName(identityOf(entry, session.auth, session.catalog), identity)
  } catch {
    return false
  }
}

function readingFor({ catalog, effects, recording }: Desk) {
  return { catalog, effects, reading: recording.effects }
}

function cannotTell(host: string, { entry }: Serving): Failure {
  const [problem] = entry.problems
  return new Failure({
    code: 'config-invalid',
    what: `Could not tell whether the integration ${entry.name} serves ${host}`,
    why:
      problem === undefined
        ? 'a program (!exec) has yet to say which registry it is for'
        : `${problem.path}: ${problem.message}`,
    next: problem === undefined ? 'atmos docker configure' : 'atmos auth validate',
  })
}
