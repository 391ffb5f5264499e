import { posix } from 'node:path'
import type { AuthEntry } from '../../../docker/auth-entry.ts'
import { readConfig } from '../../../docker/read-config.ts'
import { parseRegistryHost } from '../../../docker/registry-host.ts'
import type { Effects } from '../../../effects/effects.ts'
import type { Check } from '../check.ts'
import type { DockerFacts } from '../docker-facts.ts'
import { type Finding, ok, problem, warning } from '../finding.ts'
import { shellWord } from '../shell-word.ts'
import { tokenExpiry } from '../token-expiry.ts'

/** podman, buildah and skopeo have files of their own, look there first, and know no credsStore. */
export const containersAuth: Check = {
  id: 'containers-auth',
  title: 'What podman, buildah and skopeo find',
  group: 'Docker',
  async run(facts, effects) {
    const files = authFiles(effects)
    const present = files.filter(path => effects.files.stat(path) !== undefined)
    const isUsed = ['podman', 'buildah', 'skopeo'].some(name => effects.processes.find(name) !== undefined)
    if (present.length === 0 && !isUsed) return []
    const docker = await facts.docker()
    const broken = present.flatMap(path => unreadable(path, effects))
    if (broken.length > 0) return broken
    const own = present.flatMap(path => loginsIn(path, effects))
    const others = (await facts.hosts()).filter(host => own.every(login => login.host !== host))
    const order = [...present, docker.path].filter(path => path !== undefined)
    const places = ok(`podman, buildah and skopeo look for logins in ${order.join(', then ')}`)
    return [places, ...own.map(login => finding(login, effects)), ...hidden(others, docker)]
  },
}

/** In the order of containers-auth.json(5), before Docker's own file. `REGISTRY_AUTH_FILE` stands for all. */
function authFiles({ env }: Effects): readonly string[] {
  const named = env.get('REGISTRY_AUTH_FILE')
  if (named) return [named]
  const runtime = env.get('XDG_RUNTIME_DIR')
  const config =
    env.get('XDG_CONFIG_HOME') || (env.home === undefined ? undefined : posix.join(env.home, '.config'))
  const first = runtime ? posix.join(runtime, 'containers') : `/run/containers/${env.uid ?? 0}`
  const folders = [first, ...(config === undefined ? [] : [posix.join(config, 'containers')])]
  return folders.map(folder => posix.join(folder, 'auth.json'))
}

function unreadable(path: string, { files }: Effects): readonly Finding[] {
  const reading = readConfig(files.read(path))
  if ('config' in reading) return []
  return [
    problem(`${path} cannot be understood`, {
      cause: reading.problem.reason,
      mend: `Repair it, or move it away: mv ${shellWord(path)} ${shellWord(`${path}.old`)}`,
      code: 'docker-config-invalid',
    }),
  ]
}

interface OwnLogin {
  readonly path: string
  /** As it stands there. */
  readonly key: string
  readonly host: string
  readonly password: string
}

function loginsIn(path: string, { files }: Effects): readonly OwnLogin[] {
  const reading = readConfig(files.read(path))
  const entries: readonly [string, AuthEntry][] = 'config' in reading ? [...reading.config.auths] : []
  return entries.flatMap(([key, { password }]) => {
    const host = parseRegistryHost(key)?.host
    return host === undefined || password === '' ? [] : [{ path, key, host, password }]
  })
}

/** What stands in a file that is read before Docker's wins, however old it is. */
function finding({ path, key, host, password }: OwnLogin, { clock }: Effects): Finding {
  const text = `podman, buildah and skopeo take the login for ${host} from ${path}`
  if ((tokenExpiry(password) ?? Number.POSITIVE_INFINITY) > clock.now()) return ok(text)
  const cause = "it has expired, and stands before the one in Docker's config.json"
  return warning(text, { cause, mend: `podman logout --authfile ${shellWord(path)} ${key}` })
}

function hidden(hosts: readonly string[], { routeOf, config, path }: DockerFacts): readonly Finding[] {
  const stored = hosts.filter(host => {
    const route = routeOf(host)
    return route.type === 'program' && route.setting === 'credsStore'
  })
  const empty = hosts.filter(host => config.credHelpers.get(host) === '')
  const flag = stored[0] === 'public.ecr.aws' ? '--public' : `--registry ${stored[0]}`
  return [
    ...(stored.length > 0
      ? [
          warning(`podman, buildah and skopeo do not see logins for ${stored.join(', ')}`, {
            cause: 'Docker keeps them in a credential store (credsStore), which these programs do not know',
            mend: `atmos aws ecr login ${flag} --to containers`,
          }),
        ]
      : []),
    ...(empty.length > 0
      ? [
          warning(`podman, buildah and skopeo fail for ${empty.join(', ')}`, {
            cause: `credHelpers in ${path} names an empty program for it, which only Docker takes for "the file"`,
            mend: `atmos aws ecr login ${empty[0] === 'public.ecr.aws' ? '--public' : `--registry ${empty[0]}`} --to containers`,
          }),
        ]
      : []),
  ]
}
