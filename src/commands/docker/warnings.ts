import type { DockerConfig } from '../../docker/read-config.ts'
import { hostsInAuthConfig } from '../../docker/routing.ts'
import type { Effects } from '../../effects/effects.ts'
import { containersFiles } from '../../sinks/containers-place.ts'
import { readConfigFile } from '../../sinks/docker/config-file.ts'
import { ourProgram, programName } from '../credential-helper/program.ts'
import { type Place, usualRoute } from './place.ts'
import type { Wanted } from './wanted-hosts.ts'

/** What would keep a reader from asking us, and what changes for others; sentences for a person. */
export async function warningsFor(
  { wanted: { hosts }, place }: { readonly wanted: Wanted; readonly place: Place },
  effects: Effects,
): Promise<readonly string[]> {
  const { path, reader, store } = place
  // Read for either reader: a file that cannot be understood is refused before anything is written.
  const named = { path, config: await readConfigFile(path, effects) }
  const specific =
    reader === 'containers'
      ? await earlierLogins(hosts, path, effects)
      : [
          ...variableWarnings(hosts, effects),
          ...(store === undefined ? helperWarnings(hosts, named, effects) : storeWarnings(hosts, named)),
        ]
  if (effects.processes.find(ourProgram) !== undefined) return specific
  return [
    `${ourProgram} is not on PATH, so nobody can ask it: npm install --global atmos-auth, or add its folder to PATH`,
    ...specific,
  ]
}

/** A file in which we are to be named, as it is now. */
interface Named {
  readonly path: string
  readonly config: DockerConfig
}

function variableWarnings(hosts: readonly string[], { env }: Effects): readonly string[] {
  const named = hostsInAuthConfig(env.get('DOCKER_AUTH_CONFIG'))
  return hosts
    .filter(host => named?.has(host))
    .map(
      host =>
        `The variable DOCKER_AUTH_CONFIG names ${host}, and Docker prefers it: unset DOCKER_AUTH_CONFIG`,
    )
}

/** What becomes of the store that Docker found by itself, or of the helpers that served the hosts. */
function helperWarnings(
  hosts: readonly string[],
  { path, config }: Named,
  effects: Effects,
): readonly string[] {
  const route = usualRoute(config, effects)
  if (route.type !== 'detected') return replaced(hosts, config)
  const store = route.program.replace(/^docker-credential-/, '')
  return [
    `Until now Docker chose ${route.program} by itself, because ${path} named no store. That ends with this entry; to keep other logins there, add "credsStore": "${store}"`,
  ]
}

/** Hosts that keep a helper of their own. */
function storeWarnings(hosts: readonly string[], { path, config }: Named): readonly string[] {
  return hosts.flatMap(host => {
    const helper = config.credHelpers.get(host)
    if (helper === undefined || helper === programName) return []
    return [`${path} gives ${host} to ${helper || 'the file'} (credHelpers), which goes before a credsStore`]
  })
}

function replaced(hosts: readonly string[], { credHelpers }: DockerConfig): readonly string[] {
  return hosts.flatMap(host => {
    const helper = credHelpers.get(host)
    if (helper === undefined || helper === programName || helper === '') return []
    return [`docker-credential-${helper} served ${host} until now; --remove gives it back`]
  })
}

/** Of the files of containers/auth.json the first with a login decides, even if it is an old one. */
async function earlierLogins(
  hosts: readonly string[],
  path: string,
  effects: Effects,
): Promise<readonly string[]> {
  const warnings: string[] = []
  for (const file of containersFiles(effects)) {
    if (file === path) break
    const auths = (await readConfigFile(file, effects).catch(() => undefined))?.auths ?? new Map()
    for (const host of hosts.filter(each => auths.has(each)))
      warnings.push(`${file} has a login for ${host}, which goes before ${path}: podman logout ${host}`)
  }
  return warnings
}
