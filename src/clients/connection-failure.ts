import { Failure } from '../errors/failure.ts'
import { systemCode, wordsOf } from '../errors/to-failure.ts'
import { moreTime } from './retry.ts'

/** A failed connection, made readable. */
export interface ConnectionProblem {
  /** Another attempt may succeed. */
  readonly transient: boolean
  toFailure(context: ConnectionContext): Failure
}

interface ConnectionContext {
  /** What was being done: `ecr-public:GetAuthorizationToken`. */
  readonly subject: string
  readonly url: string
  /** How hard it was tried, in words. */
  readonly tried: string
}

type Parts = Pick<ConstructorParameters<typeof Failure>[0], 'code' | 'what' | 'next'>

const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])

/** Sorts what `Http.send` threw: is it worth another attempt, and what to tell the person. */
export function connectionProblem(thrown: unknown): ConnectionProblem {
  const code = systemCode(thrown) ?? ''
  return {
    transient: transientCodes.has(code),
    toFailure({ subject, url, tried }) {
      const parts = partsOf(code, { subject, host: new URL(url).host })
      const words = causeWords(thrown)
      // What is set wrong here was never sent.
      const why = parts.code === 'config-invalid' ? words : `${words} (${tried})`
      return new Failure({ ...parts, why, cause: thrown })
    },
  }
}

function partsOf(code: string, { subject, host }: { subject: string; host: string }): Parts {
  if (code === 'ETIMEDOUT') {
    return { code: 'timed-out', what: `${host} did not answer in time (${subject})`, next: moreTime }
  }
  if (code === 'ERR_CA_BUNDLE') {
    const next = 'Point AWS_CA_BUNDLE at a readable PEM file, or run: unset AWS_CA_BUNDLE'
    return { code: 'config-invalid', what: 'AWS_CA_BUNDLE cannot be used', next }
  }
  if (code === 'ERR_PROXY_ADDRESS') {
    const next = 'Write it like http://proxy.example.com:3128'
    return { code: 'config-invalid', what: 'The proxy variable cannot be used', next }
  }
  if (code === 'ERR_BODY_TOO_LARGE' || code.startsWith('HPE_')) {
    const what = `${host} did not answer as expected (${subject})`
    return { code: 'service-answer-invalid', what, next: 'Check what answers under that address' }
  }
  const what = `Could not reach ${host} (${subject})`
  return { code: 'service-unreachable', what, next: reachingHint(code) }
}

function reachingHint(code: string): string {
  if (code === 'ERR_PROXY_REFUSED') return 'Check HTTPS_PROXY (user name and password included) and NO_PROXY'
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return "Check this machine's clock; if it is right, the certificate of the other side is not valid now"
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'The certificate is for another name: check AWS_ENDPOINT_URL, DNS and proxies'
  }
  if (isUnknownIssuer(code)) {
    return 'If a proxy or firewall re-signs TLS here, trust its CA: export AWS_CA_BUNDLE=/path/to/ca.pem'
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return 'The other side does not speak TLS there: check AWS_ENDPOINT_URL and HTTPS_PROXY'
  }
  return 'Check the network, HTTPS_PROXY and NO_PROXY, and AWS_ENDPOINT_URL if it is set'
}

function isUnknownIssuer(code: string): boolean {
  return /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|INVALID_CA)/.test(code)
}

/** Node joins the failed addresses of one name into an error without words of its own. */
function causeWords(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(wordsOf).join('; ')
  // Newer Nodes advise a flag of their own, which is not a flag of ours; OpenSSL ends with a line break.
  const words = wordsOf(thrown)
    .replace(/; if the root CA is installed locally.*$/, '')
    .trim()
  return isUnknownIssuer(systemCode(thrown) ?? '') ? `the TLS certificate is not trusted: ${words}` : words
}
