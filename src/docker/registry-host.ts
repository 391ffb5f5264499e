import { type Partition, partitionOf } from '../aws/partitions.ts'

/** Amazon ECR Public: one service, one token, two names (the second answers on IPv6 as well). */
interface PublicRegistryHost {
  readonly type: 'public'
  readonly host: 'public.ecr.aws' | 'ecr-public.aws.com'
}

/** A private ECR registry of one account in one Region. */
interface PrivateRegistryHost {
  readonly type: 'private'
  /** Bare lower-case host: the key under which every client looks up the login. */
  readonly host: string
  /** 12 digits. */
  readonly accountId: string
  readonly region: string
  readonly partition: Partition['id']
  readonly fips: boolean
  readonly dualStack: boolean
}

/** The two names of ECR Public, the usual one first. */
export const publicHosts: readonly string[] = ['public.ecr.aws', 'ecr-public.aws.com']

export type RegistryHost = PublicRegistryHost | PrivateRegistryHost

const scheme = /^(?:https?|docker|oci):\/\//
const privateShape = /^(\d{12})\.dkr([.-])ecr(-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.([a-z0-9.-]+)$/

/**
 * Reads a registry however it is spelled: with a scheme, port 443, a repository path, tag or digest, a
 * trailing slash, capital letters. Shapes: `public.ecr.aws`, `ecr-public.aws.com`,
 * `<account>.dkr.ecr[-fips].<region>.<suffix>`, dual-stack `<account>.dkr-ecr[-fips].<region>.on.…`.
 * Source: the host expression shared by amazon-ecr-credential-helper and cloud-provider-aws, with the
 * suffix held to the partition of the Region.
 * @returns `undefined` for anything that is not an ECR registry
 */
export function parseRegistryHost(text: string): RegistryHost | undefined {
  const host = bareHost(text)
  if (host === 'public.ecr.aws' || host === 'ecr-public.aws.com') return { type: 'public', host }
  const [, accountId, joint, fips, region, suffix] = privateShape.exec(host) ?? []
  if (accountId === undefined || region === undefined) return undefined
  const dualStack = joint === '-'
  if (suffix !== endingOf(region, dualStack)) return undefined
  return {
    type: 'private',
    host,
    accountId,
    region,
    partition: partitionOf(region).id,
    fips: fips !== undefined,
    dualStack,
  }
}

/**
 * The registry that was most likely meant by one whose ending is that of another partition, as in
 * `….cn-north-1.amazonaws.com`.
 */
export function withOwnEnding(text: string): string | undefined {
  const host = bareHost(text)
  const [, , joint, , region = '', suffix = ''] = privateShape.exec(host) ?? []
  const ending = endingOf(region, joint === '-')
  return suffix === '' || ending === undefined ? undefined : host.slice(0, -suffix.length) + ending
}

/** What stands behind the Region in the names of its registries. */
function endingOf(region: string, dualStack: boolean): string | undefined {
  const { dualStackRegistrySuffix, dnsSuffix } = partitionOf(region)
  return dualStack ? dualStackRegistrySuffix : dnsSuffix
}

/** The host of an account's registry in a Region, as ECR itself names it (`proxyEndpoint`). */
export function privateRegistryHost(place: { readonly accountId: string; readonly region: string }): string {
  return `${place.accountId}.dkr.ecr.${place.region}.${partitionOf(place.region).dnsSuffix}`
}

/**
 * The host under which logins for a registry are filed here: ECR Public's two names are one registry.
 */
export function loginHost(host: RegistryHost): string {
  return host.type === 'public' ? 'public.ecr.aws' : host.host
}

function bareHost(text: string): string {
  const rest = text.trim().toLowerCase().replace(scheme, '')
  const [authority = ''] = rest.split('/', 1)
  return authority.replace(/:443$/, '')
}
