import { resolve } from 'node:path'
import { loginHost } from '../../docker/registry-host.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import type { RecordedConfiguration, RecordedRegistry } from '../credential-helper/registration.ts'
import { servings } from '../credential-helper/who-serves.ts'
import { chooseIdentity } from '../identity/choose-identity.ts'
import { namedRegistry } from '../registry-login/must-be-registry.ts'
import { openSession, type Session } from '../session.ts'
import type { ConfigureFlags } from './configure.command.ts'

/** What the helper shall know, and for which hosts Docker shall ask it. */
export interface Wanted {
  readonly hosts: readonly string[]
  /** The configuration that serves them; absent where there is none. */
  readonly configuration?: RecordedConfiguration
  /** Hosts that were named on the command line. */
  readonly registries: readonly RecordedRegistry[]
  readonly warnings: readonly string[]
}

/** @throws Failure when there is nothing to serve, or the configuration cannot be read */
export async function wantedHosts(context: Context, flags: ConfigureFlags): Promise<Wanted> {
  const named = [...(flags.public === true ? ['public.ecr.aws'] : []), ...(flags.registry ?? [])]
  const hosts = [...new Set(named.map(text => loginHost(namedRegistry(text))))]
  if (hosts.length === 0) return await configuredHosts(context)
  if (flags.identity === undefined) return { hosts, registries: hosts.map(host => ({ host })), warnings: [] }
  const session = await openSession(context)
  const { name } = await chooseIdentity({ named: flags.identity }, session)
  const configuration = recorded(context)
  return {
    hosts,
    registries: hosts.map(host => ({ host, identity: name, configuration })),
    warnings: [],
  }
}

async function configuredHosts(context: Context): Promise<Wanted> {
  const session = await openSession(context)
  const configuration = recorded(context)
  const all = await servings({ source: { ...configuration, chosen: true }, session })
  const hosts = [...new Set(all.flatMap(serving => serving.hosts ?? []))]
  const warnings = all
    .filter(serving => serving.hosts === undefined)
    .map(({ entry }) => `The integration ${entry.name} has a mistake and is left out: atmos auth validate`)
  if (hosts.length === 0) throw nothingToServe(session, warnings)
  return { hosts, configuration, registries: [], warnings }
}

/** Where this command found its configuration, so that it is found again from anywhere. */
function recorded({ effects, settings }: Context): RecordedConfiguration {
  const { cwd } = effects.env
  const absolute = (path: string) => resolve(cwd, path)
  return {
    cwd,
    configFiles: settings.configFiles.map(absolute),
    configFolders: settings.configFolders.map(absolute),
    ...(settings.basePath === undefined ? {} : { basePath: absolute(settings.basePath) }),
    profiles: settings.profiles,
  }
}

function nothingToServe({ auth }: Session, warnings: readonly string[]): Failure {
  const none = auth.files.length === 0
  return new Failure({
    code: none ? 'config-not-found' : 'integration-not-found',
    what: 'There is no registry that Docker could ask us for',
    why: none
      ? 'no atmos.yaml was found'
      : (warnings[0] ?? `${auth.files.at(-1)} has no integration that logs in to a registry`),
    next: 'For ECR Public with ambient credentials: atmos docker configure --public',
  })
}
