import * as v from 'valibot'
import { defineProvider } from '../../../auth/define-kind.ts'
import { regionName, text } from '../../../auth/fields.ts'
import { Secret } from '../../../auth/secret.ts'
import { partitionOf } from '../../../aws/partitions.ts'
import { fetchJobToken } from '../../../clients/github-oidc.ts'
import type { Environment } from '../../../effects/environment.ts'
import { Failure } from '../../../errors/failure.ts'

const spec = v.optional(
  v.object({
    region: v.optional(regionName),
    audience: v.optional(text),
    spec: v.optional(v.object({ audience: v.optional(text) })),
  }),
  {},
)

/** The token that GitHub hands to a job that has `permissions: id-token: write`. */
export const githubOidc = defineProvider({
  kind: 'github/oidc',
  title: "GitHub Actions' own token (OIDC)",
  spec,
  yields: 'oidc',
  ambient: true,
  async authenticate({ name, spec }, effects) {
    const ready = effects.env.get('ACTIONS_ID_TOKEN')
    if (ready) return { type: 'oidc', token: new Secret(ready) }
    const { url, bearer } = requestAddress(name, effects.env)
    const audience = spec.spec?.audience ?? spec.audience ?? defaultAudience(spec.region)
    return { type: 'oidc', token: await fetchJobToken({ url, bearer, audience }, effects) }
  },
})

/** What AWS's own action asks for when nothing else is said. */
function defaultAudience(region: string | undefined): string {
  const isChina = region !== undefined && partitionOf(region).id === 'aws-cn'
  return isChina ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'
}

function requestAddress(name: string, env: Pick<Environment, 'get'>): { url: string; bearer: Secret } {
  const url = env.get('ACTIONS_ID_TOKEN_REQUEST_URL')
  const bearer = env.get('ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  if (!url || !bearer) throw notInJob(name, env)
  if (!isSafe(url)) {
    throw new Failure({
      code: 'config-invalid',
      what: `Provider ${name} will not send its token to this address`,
      why: 'ACTIONS_ID_TOKEN_REQUEST_URL is neither https nor on this machine',
      next: 'Leave the variable as GitHub sets it',
    })
  }
  return { url, bearer: new Secret(bearer) }
}

function isSafe(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '')
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
}

function notInJob(name: string, env: Pick<Environment, 'get'>): Failure {
  const isJob = env.get('GITHUB_ACTIONS') === 'true'
  return new Failure({
    code: 'login-required',
    what: `Provider ${name} has no token of GitHub to start from`,
    why: isJob
      ? 'this job may not ask for one: ACTIONS_ID_TOKEN_REQUEST_URL and …_TOKEN are not set'
      : 'this is not a job of GitHub Actions (GITHUB_ACTIONS is not true)',
    next: isJob
      ? 'Add to the workflow or the job:\npermissions:\n  id-token: write\n  contents: read'
      : 'Use another identity here: --identity NAME',
  })
}
