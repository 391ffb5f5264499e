import { describe, expect, it } from 'vitest'
import { jsonError, longLived, type Reply, wire, xmlError } from '../../../test/doubles/wire.ts'
import { Secret } from '../../auth/secret.ts'
import { Failure } from '../../errors/failure.ts'
import { fetchJobToken } from '../github-oidc.ts'
import { getAuthorizationToken } from './ecr.ts'
import { getPublicAuthorizationToken } from './ecr-public.ts'
import {
  assumeRole,
  assumeRoleWithSaml,
  assumeRoleWithWebIdentity,
  assumeRoot,
  getCallerIdentity,
  getFederationToken,
  getSessionToken,
} from './sts.ts'

type Outside = ReturnType<typeof wire>

const region = 'eu-west-1'
const signed = { credentials: longLived, region }
const roleArn = 'arn:aws:iam::123456789012:role/dev'
const role = { ...signed, roleArn, sessionName: 'me' }
const token = new Secret('the-token')
const taskPolicyArn = 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'

const publicToken = (outside: Outside) => getPublicAuthorizationToken(longLived, outside)
const privateToken = (outside: Outside) =>
  getAuthorizationToken({ credentials: longLived, place: { region } }, outside)
const caller = (outside: Outside) => getCallerIdentity(signed, outside)
const session = (outside: Outside) => getSessionToken(signed, outside)
const federation = (outside: Outside) => getFederationToken({ ...signed, name: 'me', policy: '{}' }, outside)
const plainRole = (outside: Outside) => assumeRole(role, outside)
const taggedRole = (outside: Outside) =>
  assumeRole({ ...role, externalId: 'x-1', tags: { team: 'blue' }, sourceIdentity: 'me' }, outside)
const webRole = (outside: Outside) => assumeRoleWithWebIdentity({ ...role, token }, outside)
const samlRole = (outside: Outside) =>
  assumeRoleWithSaml(
    { ...role, assertion: token, principalArn: 'arn:aws:iam::123456789012:saml-provider/idp' },
    outside,
  )
const root = (outside: Outside) =>
  assumeRoot({ ...signed, targetPrincipal: '210987654321', taskPolicyArn }, outside)
const jobToken = (outside: Outside) =>
  fetchJobToken({ url: 'https://github.test/token?a=1', bearer: token, audience: 'sts' }, outside)

const deniedXml = xmlError('AccessDenied', 'User: me is not authorized', 403)
const deniedJson = jsonError('AccessDeniedException', 'User: me is not authorized')
const unknownXml = xmlError('InvalidClientTokenId', 'invalid', 403)
const unknownJson = jsonError('UnrecognizedClientException', 'invalid')
const tooLong = xmlError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration')

type Row = readonly [
  operation: string,
  call: (outside: Outside) => Promise<unknown>,
  reply: Reply,
  exit: number,
  code: string,
  next: string,
]

const rows: readonly Row[] = [
  [
    'ecr-public:GetAuthorizationToken',
    publicToken,
    deniedJson,
    5,
    'access-denied',
    'sts:GetServiceBearerToken',
  ],
  ['ecr-public:GetAuthorizationToken', publicToken, unknownJson, 5, 'request-refused', 'auth user configure'],
  [
    'ecr:GetAuthorizationToken',
    privateToken,
    deniedJson,
    5,
    'access-denied',
    'needs ecr:GetAuthorizationToken',
  ],
  ['ecr:GetAuthorizationToken', privateToken, unknownJson, 5, 'request-refused', 'auth user configure'],
  ['sts:GetCallerIdentity', caller, deniedXml, 5, 'access-denied', 'needs sts:GetCallerIdentity'],
  ['sts:GetCallerIdentity', caller, unknownXml, 5, 'request-refused', 'auth user configure'],
  ['sts:GetSessionToken', session, deniedXml, 5, 'access-denied', 'needs sts:GetSessionToken'],
  ['sts:GetSessionToken', session, unknownXml, 5, 'request-refused', 'auth user configure'],
  ['sts:GetFederationToken', federation, deniedXml, 5, 'access-denied', 'needs sts:GetFederationToken'],
  ['sts:AssumeRole', plainRole, deniedXml, 5, 'role-not-assumable', `and allow sts:AssumeRole on ${roleArn}`],
  [
    'sts:AssumeRole',
    taggedRole,
    deniedXml,
    5,
    'role-not-assumable',
    'names the caller and the external id and allows sts:TagSession and sts:SetSourceIdentity',
  ],
  ['sts:AssumeRole', plainRole, tooLong, 5, 'request-refused', 'Shorten "duration" of the identity'],
  ['sts:AssumeRoleWithWebIdentity', webRole, deniedXml, 5, 'role-not-assumable', 'audience and subject'],
  [
    'sts:AssumeRoleWithWebIdentity',
    webRole,
    tooLong,
    5,
    'request-refused',
    'Shorten "duration" of the identity',
  ],
  ['sts:AssumeRoleWithSAML', samlRole, deniedXml, 5, 'role-not-assumable', 'the condition on SAML:aud'],
  ['sts:AssumeRoot', root, deniedXml, 5, 'role-not-assumable', 'allow sts:AssumeRoot on 210987654321'],
]

describe('what a person is told when an operation is refused', () => {
  it.each(rows)('%s', async (operation, call, reply, exit, code, next) => {
    const failure = await failureOf(call(wire([reply])))
    expect(failure).toMatchObject({ code, exitCode: exit })
    expect(failure.what).toMatch(new RegExp(`^AWS refused ${operation} in (us-east-1|${region})$`))
    expect(failure.next).toContain(next)
  })

  it.each([
    [401, 'access-denied', 5, 'permissions: id-token: write'],
    [403, 'access-denied', 5, 'permissions: id-token: write'],
    [429, 'service-throttled', 6, 'Try again'],
    [500, 'service-failed', 6, 'Try again'],
    [200, 'service-answer-invalid', 6, 'ACTIONS_ID_TOKEN_REQUEST_URL'],
  ])("GitHub's token of a job: %i", async (status, code, exit, next) => {
    const failure = await failureOf(jobToken(wire([{ status, body: '{}' }])))
    expect(failure).toMatchObject({ code, exitCode: exit, what: expect.stringContaining('GitHub') })
    expect(failure.next).toContain(next)
  })

  it('keys of the surroundings are looked at with the AWS tools', async () => {
    const credentials = { ...longLived, source: 'environment' }
    const failure = await failureOf(getCallerIdentity({ credentials, region }, wire([unknownXml])))
    expect(failure.next).toContain('aws sts get-caller-identity')
  })
})

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown = await work.catch((error: unknown) => error)
  if (thrown instanceof Failure) return thrown
  throw new Error(`not refused: ${thrown}`)
}
