import type { AuthEntry } from './auth-entry.ts'
import type { DockerConfig } from './read-config.ts'

/**
 * The entry of `auths` that Docker uses for a host: the one under the host itself, else one under a key that is
 * the host once a scheme and a path are cut off. Source: docker/cli `credentials/file_store.go`.
 * @returns `undefined` where there is none, or one without a login in it (as stands beside a credential store)
 */
export function findEntry({ auths }: DockerConfig, host: string): AuthEntry | undefined {
  const alias = [...auths.keys()].find(key => hostInKey(key) === host)
  const entry = auths.get(host) ?? (alias === undefined ? undefined : auths.get(alias))
  return entry === undefined || Object.values(entry).every(value => value === '') ? undefined : entry
}

/** The host that a key of `auths` stands for: Docker cuts a scheme and a path off the keys it reads. */
export function hostInKey(key: string): string | undefined {
  return key.replace(/^https?:\/\//, '').split('/', 1)[0]
}
