import type { AuthConfig, IntegrationEntry, Problem } from '../../auth/auth-config.ts'
import { hostsServed } from '../../auth/integration-kind.ts'
import type { Catalog } from '../../auth/kind.ts'
import { allProblems } from '../../config/check/all-problems.ts'
import { loadConfig } from '../../config/load-config.ts'
import { parseRegistryHost } from '../../docker/registry-host.ts'
import type { Effects } from '../../effects/effects.ts'
import { type Ledger, readLedger } from '../../sinks/ledger.ts'
import type { Context } from '../context.ts'
import { type Session, sessionOf } from '../session.ts'
import { shellWord } from '../shell-word.ts'
import { type Ambient, askAmbient, type TokenTrial, tryPublic } from './aws-facts.ts'
import { type DockerFacts, dockerFacts } from './docker-facts.ts'
import { askForLogin, type HeldLogin } from './held-logins.ts'
import { hostFlag } from './host-flag.ts'
import { helperServes } from './our-helper.ts'
import { type Probe, probeEcrPublic } from './probe.ts'
import { remembered } from './remembered.ts'
import { tryIdentities } from './try-identities.ts'

interface Configuration {
  readonly auth: AuthConfig
  readonly problems: readonly Problem[]
}

/** What checks need to know, each found out when first asked for, and once. */
export interface Facts {
  readonly offline: boolean
  docker(): Promise<DockerFacts>
  configuration(): Promise<Configuration>
  /** What a command would work with, except that it takes credentials from the stores and puts none there. */
  session(): Promise<Session>
  ledger(): Promise<Ledger>
  /** Hosts of ECR that Docker has something to do with here, `public.ecr.aws` first. */
  hosts(): Promise<readonly string[]>
  /** The command that logs in to a host: by the integration that serves it, else by its name. */
  loginCommand(host: string): Promise<string>
  /** The command that has Docker ask our own program for a host's login. */
  configureCommand(host: string): Promise<string>
  /** What Docker would send to each of `hosts`. */
  logins(): Promise<readonly HeldLogin[]>
  probe(): Promise<Probe>
  ambient(): Promise<Ambient>
  /** Tokens of the configuration's registries, and of ECR Public with ambient credentials if nobody else is named. */
  trials(): Promise<readonly TokenTrial[]>
}

export async function gatherFacts(
  context: Context,
  { offline, effects }: { readonly offline: boolean; readonly effects: Effects },
): Promise<Facts> {
  const catalog = await context.catalog()
  const docker = remembered(() => dockerFacts(effects))
  const configuration = remembered(() => readConfiguration(context, { catalog, effects }))
  const session = remembered(async () =>
    keepingNothing(sessionOf((await configuration()).auth, { catalog, effects })),
  )
  const ledger = remembered(() => readLedger(effects))
  const ambient = remembered(() => askAmbient({ catalog, effects }))
  const hosts = remembered(async () =>
    hostsAround({
      docker: await docker(),
      auth: (await configuration()).auth,
      ledger: await ledger(),
      catalog,
    }),
  )
  return {
    offline,
    docker,
    configuration,
    session,
    ledger,
    ambient,
    hosts,
    loginCommand: async host => {
      const served = servedBy(host, (await configuration()).auth, catalog)
      return `atmos aws ecr login ${served === undefined ? hostFlag(host) : shellWord(served.name)}`
    },
    configureCommand: async host => {
      const served = servedBy(host, (await configuration()).auth, catalog)
      return `atmos docker configure${served === undefined ? ` ${hostFlag(host)}` : ''}`
    },
    probe: remembered(() => probeEcrPublic(effects)),
    logins: remembered(async () => {
      const serves = (host: string) => helperServes(host, { catalog, effects })
      const known = { docker: await docker(), offline, serves }
      return await Promise.all((await hosts()).map(host => askForLogin({ host, ...known }, effects)))
    }),
    trials: remembered(async () => {
      const named = await tryIdentities(await session())
      const { auth } = await session()
      const isServed = auth.integrations.some(entry => hostsServed(entry, catalog).includes('public.ecr.aws'))
      return isServed ? named : [...named, await tryPublic(await ambient(), { catalog, effects })]
    }),
  }
}

type Parts = { readonly catalog: Catalog; readonly effects: Effects }

async function readConfiguration({ settings }: Context, { catalog, effects }: Parts): Promise<Configuration> {
  const { configFiles, configFolders, basePath, profiles } = settings
  const options = { configFiles, configFolders, basePath, profiles, collect: true }
  const auth = await loadConfig(options, catalog, effects)
  return { auth, problems: allProblems(auth, catalog) }
}

function keepingNothing(session: Session): Session {
  return { ...session, store: { ...session.store, save: async () => {}, remove: async () => false } }
}

function servedBy(host: string, auth: AuthConfig, catalog: Catalog): IntegrationEntry | undefined {
  return auth.integrations.find(entry => hostsServed(entry, catalog).includes(host))
}

interface Around {
  readonly docker: DockerFacts
  readonly auth: AuthConfig
  readonly ledger: Ledger
  readonly catalog: Catalog
}

function hostsAround({ docker, auth, ledger, catalog }: Around): readonly string[] {
  const spelled = [
    ...auth.integrations.flatMap(entry => hostsServed(entry, catalog)),
    ...docker.config.auths.keys(),
    ...docker.config.credHelpers.keys(),
    ...ledger.entries.flatMap(entry => (entry.type === 'docker' ? [entry.undo.registry] : [])),
  ]
  const hosts = spelled.flatMap(text => parseRegistryHost(text)?.host ?? [])
  return [...new Set(['public.ecr.aws', ...hosts])]
}
