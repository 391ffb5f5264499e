import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'

/** One unsigned question to the service that hands out logins for ECR Public. */
export interface Probe {
  readonly host: string
  /** What the other side's clock shows less what ours does, milliseconds; absent where it did not say. */
  readonly aheadMs?: number | undefined
  readonly failure?: Failure
}

const limitMs = 10_000

/** Any answer at all shows that the way to us-east-1 is open; its `Date` header shows the time there. */
export async function probeEcrPublic({ http, env, clock }: Effects): Promise<Probe> {
  const isIgnored = env.get('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')?.toLowerCase() === 'true'
  const custom = isIgnored ? '' : env.get('AWS_ENDPOINT_URL_ECR_PUBLIC') || env.get('AWS_ENDPOINT_URL')
  const url = custom && URL.canParse(custom) ? custom : 'https://api.ecr-public.us-east-1.amazonaws.com/'
  const { host } = new URL(url)
  const timeoutMs = Math.max(1, Math.min(limitMs, clock.deadline - clock.now()))
  try {
    const start = clock.now()
    const { headers } = await http.send({ method: 'GET', url, headers: {} }, timeoutMs)
    const theirs = Date.parse(headers.date ?? '')
    const ours = (start + clock.now()) / 2
    return { host, aheadMs: Number.isNaN(theirs) ? undefined : theirs - ours }
  } catch (thrown) {
    return { host, failure: unreachable(host, thrown) }
  }
}

function unreachable(host: string, thrown: unknown): Failure {
  const late = systemCode(thrown) === 'ETIMEDOUT'
  return new Failure({
    code: late ? 'timed-out' : 'service-unreachable',
    what: late ? `${host} did not answer in time` : `Could not reach ${host}`,
    why: wordsOf(thrown),
    next: 'Let this machine reach that host (HTTPS_PROXY, firewall); ECR Public has no private endpoint, a pull-through cache in your own ECR has',
    cause: thrown,
  })
}
