import { consoleHosts } from '../../aws/console-hosts.ts'
import { partitionOf } from '../../aws/partitions.ts'
import type { Environment } from '../../effects/environment.ts'
import { customEndpoint, isTrue } from './endpoint.ts'

type Env = Pick<Environment, 'get'>

/**
 * Where the sign-in service of a Region is: `AWS_ENDPOINT_URL_SIGNIN`, else `AWS_ENDPOINT_URL`, else AWS's own
 * host. Source: the endpoint rules of the SDK's client; a contract test holds them.
 * @returns an absolute URL without a slash at its end
 */
export function signInEndpoint(region: string, env: Env): string {
  const custom = customEndpoint('signin', env)
  return custom === undefined ? `https://${hostOf(region, env)}` : custom.replace(/\/+$/, '')
}

function hostOf(region: string, env: Env): string {
  const { id, dnsSuffix, dualStackSuffix } = partitionOf(region)
  const isFips = isTrue('AWS_USE_FIPS_ENDPOINT', env)
  const label = isFips ? 'signin-fips' : 'signin'
  if (isTrue('AWS_USE_DUALSTACK_ENDPOINT', env)) return `${label}.${region}.${dualStackSuffix}`
  if (!isFips) return `${region}.${consoleHosts(id).signIn}`
  if (id !== 'aws-us-gov') return `${label}.${region}.${dnsSuffix}`
  const government = `${label}.amazonaws-us-gov.com`
  return region === 'us-gov-west-1' ? government : `${region}.${government}`
}
