import { publicHosts } from '../../../docker/registry-host.ts'
import { Failure } from '../../../errors/failure.ts'
import type { DockerEntry } from '../../../sinks/ledger-entry.ts'
import { isOver } from '../../../sinks/take-back-logins.ts'
import { excluded } from '../../excluded.ts'
import { mustBeRegistry } from '../../registry-login/must-be-registry.ts'
import type { EcrLogoutFlags } from './logout.command.ts'

export interface Choice {
  readonly entries: readonly DockerEntry[]
  /** Registries that were named, and that we know no login for. */
  readonly unknown: readonly string[]
}

/**
 * The logins that the words mean. `--expired` alone means all that have expired, beside others only the expired
 * ones among them.
 * @throws Failure `usage` when the words exclude each other, mean nothing, or a registry is not ECR's
 */
export function chosenLogins(
  words: { readonly flags: EcrLogoutFlags; readonly registries: readonly string[] },
  { known, now }: { readonly known: readonly DockerEntry[]; readonly now: number },
): Choice {
  const { flags, registries } = words
  if (flags.all && flags.public) throw excluded('--all', '--public')
  if (flags.all && registries.length > 0) throw excluded('--all', 'registries')
  if (!flags.all && !flags.public && !flags.expired && registries.length === 0) throw nothingNamed()
  const hosts = registries.map(hostOf)
  const isMeant = ({ undo: { registry } }: DockerEntry) =>
    hosts.includes(registry) || (flags.public === true && publicHosts.includes(registry))
  const meant = hosts.length === 0 && !flags.public ? known : known.filter(isMeant)
  const named = flags.public ? [...hosts, 'public.ecr.aws'] : hosts
  const isKnown = (host: string) =>
    known.some(({ undo: { registry } }) => registry === host || bothPublic(registry, host, flags))
  return {
    entries: flags.expired ? meant.filter(entry => isOver(entry, now)) : meant,
    unknown: [...new Set(named)].filter(host => !isKnown(host)),
  }
}

/** `--public` means either name of ECR Public. */
function bothPublic(registry: string, host: string, flags: EcrLogoutFlags): boolean {
  return flags.public === true && publicHosts.includes(host) && publicHosts.includes(registry)
}

function hostOf(text: string): string {
  return mustBeRegistry(text, 'See the logins of this program with: atmos status').host
}

function nothingNamed(): Failure {
  return new Failure({
    code: 'usage',
    what: 'aws ecr logout does not know where to log out of',
    why: 'neither a registry, nor --public, nor --all, nor --expired was given',
    next: 'For every login of this program: atmos aws ecr logout --all',
  })
}
