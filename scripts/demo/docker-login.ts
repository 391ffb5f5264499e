import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** User and password, as they go into `Authorization: Basic`. */
export interface DockerLogin {
  readonly user: string
  readonly password: string
}

/** The login for a registry as Docker reads it from a `config.json` without stores; `undefined` when there is none. */
export function readDockerLogin(folder: string, registry: string): DockerLogin | undefined {
  const { auths = {} } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
  const auth: unknown = auths[registry]?.auth
  if (typeof auth !== 'string') return undefined
  const text = Buffer.from(auth, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}
