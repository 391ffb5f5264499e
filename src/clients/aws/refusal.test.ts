import { describe, expect, it } from 'vitest'
import { jsonError, longLived, type Reply, temporary, wire, xmlError } from '../../../test/doubles/wire.ts'
import type { AwsCredentials } from '../../auth/credentials.ts'
import { Secret } from '../../auth/secret.ts'
import { Failure } from '../../errors/failure.ts'
import { getPublicAuthorizationToken } from './ecr-public.ts'
import { assumeRole, assumeRoleWithWebIdentity } from './sts.ts'

interface Told {
  readonly code: string
  readonly exit: number
  readonly what?: string
  readonly why?: string
  readonly next?: string
}

type Row = readonly [string, Reply, Told]

async function refusalOf(work: Promise<unknown>): Promise<Failure> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof Failure) return thrown
  throw new Error(`not refused: ${thrown}`)
}

const publicly = (reply: Reply, credentials: AwsCredentials = longLived) =>
  refusalOf(getPublicAuthorizationToken(credentials, wire([reply])))

function check(failure: Failure, told: Told): void {
  expect({ code: failure.code, exit: failure.exitCode }).toEqual({ code: told.code, exit: told.exit })
  for (const part of ['what', 'why', 'next'] as const) {
    if (told[part] !== undefined) expect(failure[part]).toContain(told[part])
  }
}

const who = 'User: arn:aws:iam::123456789012:user/me is not authorized to perform'

const rows: readonly Row[] = [
  [
    'an allow is missing',
    jsonError(
      'AccessDeniedException',
      `${who}: sts:GetServiceBearerToken on resource: * because no identity-based policy allows the sts:GetServiceBearerToken action`,
    ),
    {
      code: 'access-denied',
      exit: 5,
      what: 'AWS refused ecr-public:GetAuthorizationToken in us-east-1',
      why: `AccessDeniedException: ${who}: sts:GetServiceBearerToken`,
      next: 'allow it for this identity: this call needs ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken on resource "*"',
    },
  ],
  [
    'an explicit deny',
    jsonError(
      'AccessDeniedException',
      `${who}: ecr-public:GetAuthorizationToken on resource: * with an explicit deny in a service control policy`,
    ),
    {
      code: 'access-denied',
      exit: 5,
      next: 'A policy (service control policy) denies it explicitly, so allowing it elsewhere cannot help',
    },
  ],
  [
    'an explicit deny names both actions too',
    jsonError('AccessDeniedException', `${who}: x with an explicit deny`),
    {
      code: 'access-denied',
      exit: 5,
      next: 'ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken',
    },
  ],
  [
    'a boundary',
    jsonError('AccessDeniedException', `${who}: x because no permissions boundary allows the x action`),
    { code: 'access-denied', exit: 5, next: 'The permissions boundary does not allow it' },
  ],
  [
    'expired credentials',
    jsonError('ExpiredTokenException', 'The security token included in the request is expired'),
    { code: 'credentials-expired', exit: 4, why: 'token included in the request is expired' },
  ],
  [
    'an unknown key',
    jsonError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    { code: 'request-refused', exit: 5, next: 'unknown, deleted, or of another AWS partition' },
  ],
  [
    'a bad signature',
    jsonError('InvalidSignatureException', 'The request signature we calculated does not match'),
    { code: 'request-refused', exit: 5, next: 'The secret key does not belong to the access key' },
  ],
  [
    'an incomplete signature',
    jsonError('IncompleteSignatureException', "Authorization header requires 'Credential'", 403),
    { code: 'request-refused', exit: 5 },
  ],
  [
    'a clock that is late',
    jsonError(
      'InvalidSignatureException',
      'Signature expired: 20261123T120000Z is now earlier than 20261123T121500Z (20261123T122000Z - 5 min.)',
    ),
    {
      code: 'request-refused',
      exit: 5,
      what: "because this machine's clock is wrong",
      why: '(here it is 2026-11-23T12:00:00Z, at AWS 2026-11-23T12:20:00Z)',
      next: 'Set the clock',
    },
  ],
  [
    'a clock that is early',
    jsonError(
      'InvalidSignatureException',
      'Signature not yet current: 20261123T120000Z is still later than 20261123T110500Z (20261123T110000Z + 5 min.)',
    ),
    { code: 'request-refused', exit: 5, why: 'here it is 2026-11-23T12:00:00Z, at AWS 2026-11-23T11:00:00Z' },
  ],
  [
    'a skew told by the Date header',
    {
      ...(jsonError('RequestExpired', 'Request has expired.') as object),
      headers: { date: 'Mon, 23 Nov 2026 13:00:00 GMT' },
    },
    { code: 'request-refused', exit: 5, why: 'here it is 2026-11-23T12:00:00Z, at AWS 2026-11-23T13:00:00Z' },
  ],
  [
    'throttling',
    jsonError('ThrottlingException', 'Rate exceeded'),
    { code: 'service-throttled', exit: 6, why: 'ThrottlingException: Rate exceeded (3 attempts in' },
  ],
  [
    'too many requests, by status alone',
    { status: 429, body: 'slow down' },
    { code: 'service-throttled', exit: 6, why: 'it answered 429 (3 attempts' },
  ],
  [
    'a server error',
    jsonError('ServerException', 'We are having trouble', 500),
    { code: 'service-failed', exit: 6, why: 'ServerException: We are having trouble (3 attempts' },
  ],
  [
    'a load balancer',
    { status: 503, body: '<html><body>503</body></html>' },
    { code: 'service-failed', exit: 6, why: 'it answered 503 without a reason (3 attempts' },
  ],
  [
    'a wrong parameter',
    jsonError('InvalidParameterException', 'Invalid parameter'),
    { code: 'request-refused', exit: 5, why: 'InvalidParameterException: Invalid parameter' },
  ],
  [
    'an action the Region does not have',
    jsonError('UnsupportedCommandException', "action isn't supported in this Region"),
    { code: 'request-refused', exit: 5, why: 'supported in this Region' },
  ],
  [
    'a captive portal',
    {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!DOCTYPE html><title>Sign in\n to WiFi</title>',
    },
    {
      code: 'service-answer-invalid',
      exit: 6,
      why: 'it answered 200 with a web page called "Sign in to WiFi"',
    },
  ],
  [
    'a redirection',
    { status: 302, headers: { location: 'http://portal/' } },
    { code: 'service-answer-invalid', exit: 6, why: 'it answered 302, a redirection' },
  ],
  [
    'a page of a proxy',
    { status: 403, body: '<html>Blocked</html>' },
    { code: 'service-answer-invalid', exit: 6 },
  ],
  ['nothing', { status: 200, body: '' }, { code: 'service-answer-invalid', exit: 6, why: 'with nothing' }],
  ['not JSON', { body: 'OK' }, { code: 'service-answer-invalid', exit: 6, why: 'cannot be read' }],
  ['a list', { body: '[]' }, { code: 'service-answer-invalid', exit: 6 }],
  ['no token', { body: '{}' }, { code: 'service-answer-invalid', exit: 6, why: 'its answer holds no token' }],
  [
    'a token that cannot be decoded',
    { body: '{"authorizationData":{"authorizationToken":"%%%","expiresAt":1}}' },
    { code: 'service-answer-invalid', exit: 6, why: 'its token cannot be decoded' },
  ],
  [
    'a token without an expiry',
    { body: '{"authorizationData":{"authorizationToken":"QVdTOng="}}' },
    { code: 'service-answer-invalid', exit: 6, why: 'no readable expiry' },
  ],
  [
    'a refused connection',
    { error: 'ECONNREFUSED' },
    { code: 'service-unreachable', exit: 6, why: '3 attempts' },
  ],
  [
    'an unknown name',
    { error: 'ENOTFOUND' },
    { code: 'service-unreachable', exit: 6, what: 'Could not reach' },
  ],
  [
    'an untrusted certificate',
    { error: 'SELF_SIGNED_CERT_IN_CHAIN' },
    {
      code: 'service-unreachable',
      exit: 6,
      why: 'certificate is not trusted',
      next: 'export AWS_CA_BUNDLE=',
    },
  ],
  [
    'a certificate for another name',
    { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    { code: 'service-unreachable', exit: 6, next: 'for another name' },
  ],
  [
    'an old certificate',
    { error: 'CERT_HAS_EXPIRED' },
    { code: 'service-unreachable', exit: 6, next: 'clock' },
  ],
  ['no TLS there', { error: 'EPROTO' }, { code: 'service-unreachable', exit: 6, next: 'does not speak TLS' }],
  [
    'an unusable bundle',
    { error: 'ERR_CA_BUNDLE' },
    { code: 'config-invalid', exit: 3, what: 'AWS_CA_BUNDLE' },
  ],
  ['an unusable proxy', { error: 'ERR_PROXY_ADDRESS' }, { code: 'config-invalid', exit: 3, what: 'proxy' }],
  [
    "a proxy's no",
    { error: 'ERR_PROXY_REFUSED' },
    { code: 'service-unreachable', exit: 6, next: 'HTTPS_PROXY' },
  ],
  ['not HTTP', { error: 'HPE_INVALID_CONSTANT' }, { code: 'service-answer-invalid', exit: 6 }],
  ['a hang', 'silence', { code: 'timed-out', exit: 6, next: '--timeout' }],
]

describe('what a person is told when ECR Public says no', () => {
  it.each(rows)('%s', async (_, reply, told) => {
    check(await publicly(reply), told)
  })

  it('a temporary key without its token', async () => {
    const { sessionToken: _, ...incomplete } = temporary
    const failure = await publicly(jsonError('UnrecognizedClientException', 'invalid'), incomplete)
    expect(failure.next).toContain('export AWS_SESSION_TOKEN')
  })

  it('a long-lived key with a token of something else', async () => {
    const mixed = { ...longLived, sessionToken: new Secret('stale') }
    const failure = await publicly(jsonError('UnrecognizedClientException', 'invalid'), mixed)
    expect(failure.next).toContain('unset AWS_SESSION_TOKEN')
  })

  it.each([
    ['environment', 'unset AWS_ACCESS_KEY_ID'],
    ['profile dev', 'Renew the credentials of profile dev'],
    [undefined, 'atmos auth login'],
  ])('expired credentials from %s', async (source, next) => {
    const credentials = { ...temporary, ...(source === undefined ? {} : { source }) }
    const failure = await publicly(jsonError('ExpiredTokenException', 'expired'), credentials)
    expect(failure.next).toContain(next)
  })

  it('never repeats a secret, nor what would move a terminal', async () => {
    const secrets = [temporary.sessionToken, temporary.secretAccessKey].map(secret => secret?.expose() ?? '')
    const message = `no \u001b[2J ${secrets.join(' ')} The Canonical String for this request should have been x-amz-security-token`
    const failure = await publicly(jsonError('InvalidSignatureException', message), temporary)
    const shown = JSON.stringify([failure.what, failure.why, failure.next, failure.details])
    for (const secret of secrets) expect(shown).not.toContain(secret)
    expect(failure.why).toBe('InvalidSignatureException: no [2J *** ***')
  })
})

describe('what a person is told when STS says no', () => {
  const role = 'arn:aws:iam::123456789012:role/dev'
  const request = { credentials: longLived, region: 'eu-west-1', roleArn: role, sessionName: 'me' }
  const token = new Secret('the-identity-token')
  const assuming: readonly Row[] = [
    [
      'a role that may not be assumed',
      xmlError('AccessDenied', `${who}: sts:AssumeRole on resource: ${role}`, 403),
      { code: 'role-not-assumable', exit: 5, next: 'trust policy names the caller' },
    ],
    [
      'a wrong MFA code',
      xmlError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403),
      { code: 'role-not-assumable', exit: 5, next: 'Wait for the next code' },
    ],
    [
      'an unknown key',
      xmlError('InvalidClientTokenId', 'invalid', 403),
      { code: 'request-refused', exit: 5, next: 'store new ones: atmos auth user configure' },
    ],
    ['a bad signature', xmlError('SignatureDoesNotMatch', 'no', 403), { code: 'request-refused', exit: 5 }],
    ['an expired token', xmlError('ExpiredToken', 'expired', 403), { code: 'credentials-expired', exit: 4 }],
    ['throttling', xmlError('Throttling', 'Rate exceeded'), { code: 'service-throttled', exit: 6 }],
    [
      'a Region that is switched off',
      xmlError('RegionDisabledException', 'STS is not activated', 403),
      { code: 'request-refused', exit: 5, next: 'switch eu-west-1 on' },
    ],
    [
      'a wrong duration',
      xmlError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration &lt;3600&gt;',
      ),
      {
        code: 'request-refused',
        exit: 5,
        why: 'MaxSessionDuration <3600>',
        next: 'Shorten "duration" of the identity',
      },
    ],
    [
      'an answer without credentials',
      { body: '<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>' },
      { code: 'service-answer-invalid', exit: 6, why: 'holds no complete credentials' },
    ],
    ['JSON instead of XML', { body: '{}' }, { code: 'service-answer-invalid', exit: 6 }],
  ]
  it.each(assuming)('%s', async (_, reply, told) => {
    check(await refusalOf(assumeRole(request, wire([reply]))), told)
  })

  const exchanging: readonly Row[] = [
    [
      'a token the role does not trust',
      xmlError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
      { code: 'role-not-assumable', exit: 5, next: 'conditions on audience and subject' },
    ],
    [
      'an issuer the account does not know',
      xmlError('InvalidIdentityToken', 'No OpenIDConnect provider found in your account'),
      { code: 'request-refused', exit: 5, next: 'identity provider for the issuer' },
    ],
    [
      'an issuer AWS cannot reach',
      xmlError('IDPCommunicationError', 'could not reach'),
      { code: 'request-refused', exit: 5 },
    ],
    [
      'an expired token',
      xmlError('ExpiredTokenException', 'expired'),
      { code: 'credentials-expired', exit: 4 },
    ],
  ]
  it.each(exchanging)('%s', async (_, reply, told) => {
    const work = assumeRoleWithWebIdentity({ ...request, token }, wire([reply]))
    check(await refusalOf(work), told)
  })

  it('never repeats the identity token', async () => {
    const reply = xmlError('InvalidIdentityToken', `bad token ${token.expose()}`)
    const failure = await refusalOf(assumeRoleWithWebIdentity({ ...request, token }, wire([reply])))
    expect(failure.why).toBe('InvalidIdentityToken: bad token ***')
  })
})
