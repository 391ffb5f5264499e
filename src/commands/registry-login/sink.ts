import { Failure } from '../../errors/failure.ts'
import { dockerConfigPath } from '../../sinks/docker/location.ts'
import { toDocker } from '../../sinks/docker.ts'
import type { LoginSink } from '../../sinks/login-sink.ts'

/** What the words say about where logins go. */
export interface SinkWords {
  /** `docker` (default), `containers`, `file:PATH`, `stdout`, `kubernetes-secret`. */
  readonly to?: string | undefined
  /** Of the Kubernetes Secret. */
  readonly name?: string | undefined
  readonly namespace?: string | undefined
}

/** Where Docker looks. */
export const dockerSink: LoginSink = {
  put: toDocker,
  path: effects => dockerConfigPath(undefined, effects),
}

/**
 * The sink that was asked for; any but Docker's is loaded only now.
 * @throws Failure `usage` for a place that does not exist, and for names without a Secret to bear them
 */
export async function chooseSink(words: SinkWords): Promise<LoginSink> {
  const { to = 'docker' } = words
  if (to !== 'kubernetes-secret') refuseNames(words)
  if (to === 'docker') return dockerSink
  if (to === 'containers') return await containersSink()
  if (to.startsWith('file:') && to !== 'file:') return await fileSink(to.slice('file:'.length))
  if (to === 'stdout') return await stdoutSink()
  if (to === 'kubernetes-secret') return await kubernetesSink(words)
  throw new Failure({
    code: 'usage',
    what: `--to: ${to === '' ? 'An empty text' : to} is not a place for logins`,
    why: 'expected docker, containers, file:PATH, stdout or kubernetes-secret',
    next: 'For podman, buildah and skopeo: --to containers',
  })
}

async function containersSink(): Promise<LoginSink> {
  const { toContainers } = await import('../../sinks/containers.ts')
  const { containersPath } = await import('../../sinks/containers-place.ts')
  return { put: toContainers, path: containersPath }
}

async function fileSink(written: string): Promise<LoginSink> {
  const { authFilePath, toAuthFile } = await import('../../sinks/auth-file.ts')
  return {
    put: (logins, effects) => toAuthFile(logins, effects, { path: authFilePath(written, effects) }),
    path: effects => authFilePath(written, effects),
  }
}

async function kubernetesSink(words: SinkWords): Promise<LoginSink> {
  const { secretName, toKubernetesSecret } = await import('../../sinks/kubernetes-secret.ts')
  const name = secretName(words)
  return { put: async (logins, effects) => toKubernetesSecret(logins, effects, name) }
}

async function stdoutSink(): Promise<LoginSink> {
  const { toStdout } = await import('../../sinks/stdout.ts')
  return { put: async (logins, effects) => toStdout(logins, effects) }
}

function refuseNames({ to, name, namespace }: SinkWords): void {
  const flag = name !== undefined ? '--name' : namespace !== undefined ? '--namespace' : undefined
  if (flag === undefined) return
  throw new Failure({
    code: 'usage',
    what: `${flag} is the name of a Kubernetes Secret, and none is printed${to === undefined ? '' : ` by --to ${to}`}`,
    next: `Add --to kubernetes-secret, or leave ${flag} out`,
  })
}
