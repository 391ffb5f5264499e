import { parseRegistryHost } from '../../../docker/registry-host.ts'
import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import { containersFiles } from '../../../sinks/containers-place.ts'
import { readConfigFile } from '../../../sinks/docker/config-file.ts'
import { shellWord } from '../../shell-word.ts'
import type { Check } from '../check.ts'
import type { DockerFacts } from '../docker-facts.ts'
import { type Finding, ok, problemOf, warning } from '../finding.ts'
import { hostFlag } from '../host-flag.ts'
import { tokenExpiry } from '../token-expiry.ts'

/** podman, buildah and skopeo have files of their own, look there first, and know no credsStore. */
export const containersAuth: Check = {
  id: 'containers-auth',
  title: 'What podman, buildah and skopeo find',
  group: 'Docker',
  async run(facts, effects) {
    const docker = await facts.docker()
    const files = containersFiles(effects)
    const present = files.filter(path => effects.files.stat(path) !== undefined)
    const isUsed = ['podman', 'buildah', 'skopeo'].some(name => effects.processes.find(name) !== undefined)
    if (!isUsed && present.every(path => path === docker.path)) return []
    if (effects.env.get('REGISTRY_AUTH_FILE') && present.length === 0) return [leftOut(files)]
    const own = present.filter(path => path !== docker.path)
    const readings = await Promise.all(own.map(path => loginsIn(path, effects).catch(toFailure)))
    const broken = readings.filter(reading => reading instanceof Failure)
    if (broken.length > 0) return broken.map(problemOf)
    const logins = firstOfHost(readings.flatMap(reading => (reading instanceof Failure ? [] : reading)))
    const isRead = docker.path !== undefined && files.includes(docker.path)
    const others = (await facts.hosts()).filter(host => logins.every(login => login.host !== host))
    const order = files.filter(path => present.includes(path) || path === docker.path)
    return [
      ok(`podman, buildah and skopeo look for logins in ${order.join(', then ')}`),
      ...logins.map(login => finding(login, effects)),
      ...(isRead ? hidden(others, docker, effects) : []),
    ]
  },
}

function leftOut(files: readonly string[]): Finding {
  return warning(`REGISTRY_AUTH_FILE names ${files.join()}, which does not exist`, {
    cause: 'podman and buildah pull nothing then, and skopeo looks for logins nowhere else',
    mend: 'atmos aws ecr login --public --to containers',
  })
}

interface OwnLogin {
  readonly path: string
  /** As it stands there. */
  readonly key: string
  readonly host: string
  readonly password: string
}

async function loginsIn(path: string, effects: Effects): Promise<readonly OwnLogin[]> {
  const { auths } = await readConfigFile(path, effects)
  return [...auths].flatMap(([key, { password }]) => {
    const host = parseRegistryHost(key)?.host
    return host === undefined || password === '' ? [] : [{ path, key, host, password }]
  })
}

function firstOfHost(logins: readonly OwnLogin[]): readonly OwnLogin[] {
  return logins.filter((login, at) => logins.findIndex(({ host }) => host === login.host) === at)
}

/** What stands in a file that is read before Docker's wins, however old it is. */
function finding({ path, key, host, password }: OwnLogin, { clock }: Effects): Finding {
  const text = `podman, buildah and skopeo take the login for ${host} from ${path}`
  if ((tokenExpiry(password) ?? Number.POSITIVE_INFINITY) > clock.now()) return ok(text)
  const cause = "it has expired, and stands before the one in Docker's config.json"
  return warning(text, { cause, mend: `podman logout --authfile ${shellWord(path)} ${key}` })
}

function hidden(
  hosts: readonly string[],
  { routeOf, config, path }: DockerFacts,
  { processes }: Effects,
): readonly Finding[] {
  const stored = hosts.filter(host => {
    const route = routeOf(host)
    // Where the program is missing, Docker goes on with the file, as these programs do.
    const isStore = route.type === 'program' && route.setting === 'credsStore'
    return isStore && processes.find(route.program) !== undefined
  })
  const empty = hosts.filter(host => config.credHelpers.get(host) === '')
  return [
    ...warningFor(stored, {
      text: 'do not see logins for',
      cause: 'Docker keeps them in a credential store (credsStore), which these programs do not know',
    }),
    ...warningFor(empty, {
      text: 'fail for',
      cause: `credHelpers in ${path} names an empty program for it, which only Docker takes for "the file"`,
    }),
  ]
}

function warningFor(
  hosts: readonly string[],
  { text, cause }: { readonly text: string; readonly cause: string },
): readonly Finding[] {
  const [first] = hosts
  if (first === undefined) return []
  const mend = `atmos aws ecr login ${hostFlag(first)} --to containers`
  return [warning(`podman, buildah and skopeo ${text} ${hosts.join(', ')}`, { cause, mend })]
}
