import type { Effects } from '../../../effects/effects.ts'
import { shellWord } from '../../shell-word.ts'
import type { Check } from '../check.ts'
import type { DockerFacts } from '../docker-facts.ts'
import { type Finding, ok, problem, problemOf, warning } from '../finding.ts'

/** Logged in as one user, pulled as another: Docker reads one file, and it depends on who asks. */
export const configFile: Check = {
  id: 'config-file',
  title: 'Which config.json Docker reads, and whose it is',
  group: 'Docker',
  async run(facts, effects) {
    const docker = await facts.docker()
    const { path, failure, file } = docker
    if (path === undefined) return failure === undefined ? [] : [problemOf(failure)]
    const folder = effects.env.get('DOCKER_CONFIG')
    if (folder && effects.files.stat(folder)?.type === 'file') return [namesAFile(folder)]
    const unreadable = failure?.code === 'docker-config-unwritable'
    const found = unreadable ? [cannotRead(path, failure.why)] : [ok(inForce(path, docker, effects))]
    return [...found, ...(file === undefined ? [] : owner(path, file.uid, effects)), ...sudo(path, effects)]
  },
}

function inForce(path: string, { file }: DockerFacts, { env, files }: Effects): string {
  const why = env.get('DOCKER_CONFIG') ? 'DOCKER_CONFIG' : 'home folder'
  const real = files.resolve(path)
  const link = real === path ? '' : `, a link to ${real}`
  return `Docker reads ${path} (${why}${link})${file === undefined ? ', which does not exist yet' : ''}`
}

function namesAFile(folder: string): Finding {
  return problem(`DOCKER_CONFIG names a file, and Docker wants its folder`, {
    cause: `${folder} is a file`,
    mend: `export DOCKER_CONFIG=${shellWord(folder.replace(/\/[^/]*$/, '') || '/')}`,
    code: 'docker-config-unwritable',
  })
}

function cannotRead(path: string, cause: string | undefined): Finding {
  return problem(`${path} cannot be read`, {
    cause,
    mend: `sudo chown "$(id -u):$(id -g)" ${shellWord(path)}`,
    code: 'docker-config-unwritable',
  })
}

function owner(path: string, uid: number, { env }: Effects): readonly Finding[] {
  if (env.uid === undefined || env.platform === 'win32' || uid === env.uid) return []
  return [
    warning(`${path} belongs to another user`, {
      cause: `it is owned by uid ${uid}, and this runs as uid ${env.uid}; a login with sudo leaves such a file`,
      mend: `sudo chown "$(id -u):$(id -g)" ${shellWord(path)}`,
    }),
  ]
}

function sudo(path: string, { env }: Effects): readonly Finding[] {
  const user = env.get('SUDO_USER')
  const bare = env.platform !== 'win32' && !env.get('HOME') && !env.get('DOCKER_CONFIG')
  return [
    ...(user && env.uid === 0
      ? [
          warning(`This runs as root for ${user}, so it is about root's logins`, {
            cause: `${user}'s own Docker reads another config.json than ${path}`,
            mend: `Run it without sudo, or name the folder: sudo DOCKER_CONFIG=~${user}/.docker …`,
          }),
        ]
      : []),
    ...(bare
      ? [
          warning('HOME is not set', {
            cause: `the home folder comes from the user database; programs that look at HOME alone will not find ${path}`,
            mend: `export DOCKER_CONFIG=${shellWord(path.replace(/\/[^/]*$/, ''))}`,
          }),
        ]
      : []),
  ]
}
