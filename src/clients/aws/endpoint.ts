import { withoutUser } from '../../auth/without-user.ts'
import { partitionOf } from '../../aws/partitions.ts'
import type { Environment } from '../../effects/environment.ts'
import { Failure } from '../../errors/failure.ts'

export type AwsService = 'ecr' | 'ecr-public' | 'sts' | 'sso' | 'sso-oidc'

/** Which kind of endpoint a caller insists on, whatever the environment says. */
export interface EndpointVariant {
  readonly fips?: boolean
  readonly dualStack?: boolean
}

export interface EndpointRequest extends EndpointVariant {
  readonly service: AwsService
  readonly region: string
}

interface Names {
  readonly plain: string
  readonly fips: string
  readonly dualStack: string
  readonly fipsDualStack: string
}

/** First labels of the hosts. Source: the endpoint rules of the AWS SDKs; a contract test holds the table. */
const names: Readonly<Record<AwsService, Names>> = {
  ecr: { plain: 'api.ecr', fips: 'api.ecr-fips', dualStack: 'ecr', fipsDualStack: 'ecr-fips' },
  'ecr-public': {
    plain: 'api.ecr-public',
    fips: 'api.ecr-public-fips',
    dualStack: 'ecr-public',
    fipsDualStack: 'api.ecr-public-fips',
  },
  sts: { plain: 'sts', fips: 'sts-fips', dualStack: 'sts', fipsDualStack: 'sts-fips' },
  sso: {
    plain: 'portal.sso',
    fips: 'portal.sso-fips',
    dualStack: 'portal.sso',
    fipsDualStack: 'portal.sso-fips',
  },
  'sso-oidc': { plain: 'oidc', fips: 'oidc-fips', dualStack: 'oidc', fipsDualStack: 'oidc-fips' },
}

/**
 * The address of a service in a Region: `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`, else AWS's own
 * host by partition, FIPS and dual-stack. A custom endpoint wins over FIPS and dual-stack.
 * @returns an absolute URL with a path
 */
export function endpointFor(request: EndpointRequest, env: Pick<Environment, 'get'>): string {
  const custom = customEndpoint(request.service, env)
  if (custom !== undefined) return custom
  const { region } = request
  const dualStack = request.dualStack ?? isTrue('AWS_USE_DUALSTACK_ENDPOINT', env)
  const fips = request.fips ?? isTrue('AWS_USE_FIPS_ENDPOINT', env)
  const { dnsSuffix, dualStackSuffix } = partitionOf(region)
  const label = firstLabel(request, { fips, dualStack })
  return `https://${label}.${region}.${dualStack ? dualStackSuffix : dnsSuffix}/`
}

function firstLabel({ service, region }: EndpointRequest, variant: Required<EndpointVariant>): string {
  const { plain, fips, dualStack, fipsDualStack } = names[service]
  // GovCloud's plain endpoints of these services are the FIPS ones.
  const isGovernment = partitionOf(region).id === 'aws-us-gov'
  if (isGovernment && !variant.dualStack && !service.startsWith('ecr')) return plain
  if (variant.fips) return variant.dualStack ? fipsDualStack : fips
  return variant.dualStack ? dualStack : plain
}

/** The address that `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`, names; the sign-in service has one too. */
export function customEndpoint(
  service: AwsService | 'signin',
  env: Pick<Environment, 'get'>,
): string | undefined {
  if (isTrue('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', env)) return undefined
  const own = `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll('-', '_')}`
  for (const variable of [own, 'AWS_ENDPOINT_URL']) {
    const value = env.get(variable)
    if (value) return checked(variable, value)
  }
  return undefined
}

function checked(variable: string, value: string): string {
  if (/^https?:\/\//i.test(value) && URL.canParse(value)) return new URL(value).href
  throw new Failure({
    code: 'config-invalid',
    what: `${variable} is not a web address`,
    why: `it says ${quoted(value)}`,
    next: `Set it to an address like https://localhost:4566, or run: unset ${variable}`,
  })
}

/** What should be an address. */
export function quoted(address: string): string {
  return JSON.stringify(withoutUser(address))
}

/** AWS takes only these two words; anything else counts as not set. */
export function isTrue(variable: string, env: Pick<Environment, 'get'>): boolean {
  return env.get(variable)?.toLowerCase() === 'true'
}
