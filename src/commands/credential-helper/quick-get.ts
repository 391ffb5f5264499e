import { isYoung } from '../../auth/freshness.ts'
import { areUnchanged } from '../../config/inputs.ts'
import { decodeServer, encodeLogin } from '../../docker/helper-protocol.ts'
import { loginHost, parseRegistryHost } from '../../docker/registry-host.ts'
import type { Environment } from '../../effects/environment.ts'
import type { Files } from '../../effects/files.ts'
import {
  givenTokenName,
  isGood,
  type KeptToken,
  lifeOf,
  readKeptToken,
  tokenFolder,
} from '../../stores/kept-token.ts'
import { surroundingsStamp } from './surroundings-stamp.ts'
import { indexPath, readIndex } from './token-index.ts'

/** The little that a cached answer needs of the outside. */
export interface Glance {
  readonly env: Environment
  readonly files: Pick<Files, 'read' | 'stat'>
  readonly clock: { now(): number }
}

/**
 * The answer to `get` from what is kept, when it is sure to be what the long way would answer: the
 * configuration and all that leads to it look as they did, and the token is in the first half of its life.
 * It loads neither the configuration's reader nor the AWS SDK nor the command line.
 * @returns `undefined` where only the long way can tell
 */
export function quickGet(input: string, glance: Glance): string | undefined {
  try {
    const server = decodeServer(input)
    const parsed = parseRegistryHost(server ?? '')
    if (server === undefined || parsed === undefined) return undefined
    const token = keptToken(loginHost(parsed), glance)
    if (token === undefined) return undefined
    return encodeLogin({ serverUrl: server, username: token.username, secret: token.password.expose() })
  } catch {
    return undefined
  }
}

function keptToken(host: string, glance: Glance): KeptToken | undefined {
  const { env, files } = glance
  const folder = tokenFolder(env)
  const given = young(`${folder}/${givenTokenName(host)}`, glance)
  if (given !== undefined) return given
  for (const { hosts, inputs } of readIndex(indexPath(env), files)) {
    const pointer = Object.hasOwn(hosts, host) ? hosts[host] : undefined
    if (pointer === undefined || !areUnchanged(inputs, glance)) continue
    if (surroundingsStamp(pointer.ambient, glance) !== pointer.surroundings) return undefined
    return young(`${folder}/${pointer.file}`, glance)
  }
  return undefined
}

function young(path: string, { files, clock }: Glance): KeptToken | undefined {
  const token = readKeptToken(path, files)
  if (token === undefined || !isGood(token, clock.now())) return undefined
  return isYoung(lifeOf(token), clock.now()) ? token : undefined
}
