import type { RegistryHost } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import { excluded } from '../../excluded.ts'
import { namedRegistry } from '../../registry-login/must-be-registry.ts'
import type { EcrLoginFlags } from './login.command.ts'

/** What the words of `aws ecr login` ask for: exactly one of these. */
export type LoginMode =
  | { readonly type: 'hosts'; readonly hosts: readonly RegistryHost[]; readonly identity: string | undefined }
  | { readonly type: 'integration'; readonly name: string }
  | { readonly type: 'linked'; readonly identity: string }

/**
 * Decides the mode. `identity` is `''` in the answer where it was given without a name.
 * @throws Failure `usage` when modes exclude each other, nothing was asked for, or a host is not ECR's
 */
export function loginMode(flags: EcrLoginFlags, name: string | undefined): LoginMode {
  const { identity } = flags
  const registries = flags.registry ?? []
  const isPublic = flags.public ?? false
  if (isPublic && name !== undefined) throw apart('--public', 'the name of an integration')
  if (isPublic && registries.length > 0) throw apart('--public', '--registry (it takes public.ecr.aws too)')
  if (registries.length > 0 && name !== undefined) throw apart('--registry', 'the name of an integration')
  if (identity !== undefined && name !== undefined) throw apart('--identity', 'the name of an integration')
  if (isPublic) return { type: 'hosts', hosts: [{ type: 'public', host: 'public.ecr.aws' }], identity }
  if (registries.length > 0) return { type: 'hosts', hosts: distinctHosts(registries), identity }
  if (name !== undefined) return { type: 'integration', name }
  if (identity !== undefined) return { type: 'linked', identity }
  throw new Failure({
    code: 'usage',
    what: 'aws ecr login does not know where to log in to',
    why: 'neither --public, nor --registry, nor an integration, nor --identity was given',
    next: 'For ECR Public: atmos aws ecr login --public',
  })
}

function distinctHosts(registries: readonly string[]): readonly RegistryHost[] {
  const hosts = registries.map(namedRegistry)
  return hosts.filter((host, index) => hosts.findIndex(other => other.host === host.host) === index)
}

function apart(one: string, other: string): Failure {
  return excluded(one, other, { next: 'Run the command once for each of them' })
}
