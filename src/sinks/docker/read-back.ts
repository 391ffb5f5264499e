import type { Login } from '../../auth/login.ts'
import { fingerprint } from '../../docker/auth-entry.ts'
import type { Footprint } from '../../docker/edit-config.ts'
import type { DockerConfig } from '../../docker/read-config.ts'
import { Failure } from '../../errors/failure.ts'
import { plainLogin } from '../plain-login.ts'
import type { DockerOutcome, DockerPlace } from './outcome.ts'
import type { Placement } from './place-login.ts'
import type { Reader } from './reader.ts'

/** What became of the file that the logins were for. */
interface Written {
  readonly path: string
  readonly reader: Reader
  /** What was made around each entry, by host; absent when nothing was to be written. */
  readonly footprints?: ReadonlyMap<string, Footprint>
  /** What stands in the file now. */
  readonly config?: DockerConfig
}

/** What became of one login: read back from the file as its reader does, where that is its place. */
export function outcomeOf(placement: Placement | Failure, written: Written): DockerOutcome {
  if (placement instanceof Failure) return placement
  const { login, target, program = '', warnings } = placement
  const { path, reader, config, footprints } = written
  const { registry } = login
  if (target === 'file' && !isReadBack(login, config)) return notReadBack(registry, path, reader)
  const place: DockerPlace = target === 'file' ? { type: target, path } : { type: target, program }
  const footprint = footprints?.get(registry)
  const undo = { registry, path, place, fingerprint: fingerprint(plainLogin(login)) }
  return { registry, place, warnings, undo: footprint === undefined ? undo : { ...undo, footprint } }
}

/** Whether who reads the file gets this login and no other. */
function isReadBack(login: Login, config: DockerConfig | undefined): boolean {
  const entry = config?.auths.get(login.registry)
  const { username, password } = plainLogin(login)
  if (entry === undefined || entry.identityToken !== '' || entry.registryToken !== '') return false
  return entry.username === username && entry.password === password
}

function notReadBack(registry: string, path: string, { name, logout }: Reader): Failure {
  return new Failure({
    code: 'login-shadowed',
    what: `${name} would not get the login for ${registry}`,
    why: `read back as ${name} does, ${path} gives another one`,
    next: `${logout} ${registry}`,
    details: { registry, path },
  })
}
