import { ECRClient, GetAuthorizationTokenCommand as PrivateToken } from '@aws-sdk/client-ecr'
import { ECRPUBLICClient, GetAuthorizationTokenCommand as PublicToken } from '@aws-sdk/client-ecr-public'
import {
  AssumeRoleCommand,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  AssumeRootCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AwsCredentials } from '../../src/auth/credentials.ts'
import { Secret } from '../../src/auth/secret.ts'
import { getAuthorizationToken } from '../../src/clients/aws/ecr.ts'
import { getPublicAuthorizationToken } from '../../src/clients/aws/ecr-public.ts'
import * as sts from '../../src/clients/aws/sts.ts'
import type { HttpRequest } from '../../src/effects/http.ts'
import { sdkTransport, withoutAwsVariables } from '../doubles/aws-sdk.ts'
import { longLived, temporary, type Wire, wire } from '../doubles/wire.ts'

type Send = (transport: object, credentials: AwsCredentials) => Promise<unknown>
type Call = (effects: Wire, credentials: AwsCredentials) => Promise<unknown>

const region = 'eu-central-1'
const roleArn = 'arn:aws:iam::123456789012:role/path/My+Role'
const sessionName = 'me@example.com,x=1'
const token = new Secret("eyJhbGciOi.J9-_.*(~)!'+/= é")
const mfa = { serialNumber: 'arn:aws:iam::123456789012:mfa/me', tokenCode: '012345' }
const mfaInput = { SerialNumber: mfa.serialNumber, TokenCode: mfa.tokenCode }

function bySts(command: { readonly input: object }): Send {
  return (transport, credentials) => new STSClient(settings(transport, credentials)).send(command as never)
}

function settings(transport: object, { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  return {
    region,
    maxAttempts: 1,
    requestHandler: transport as never,
    credentials: {
      accessKeyId,
      secretAccessKey: secretAccessKey.expose(),
      ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.expose() }),
    },
  }
}

const operations: readonly (readonly [string, Send, Call])[] = [
  [
    'ecr-public:GetAuthorizationToken',
    (transport, credentials) =>
      new ECRPUBLICClient({ ...settings(transport, credentials), region: 'us-east-1' }).send(
        new PublicToken({}),
      ),
    (effects, credentials) => getPublicAuthorizationToken(credentials, effects),
  ],
  [
    'ecr:GetAuthorizationToken',
    (transport, credentials) => new ECRClient(settings(transport, credentials)).send(new PrivateToken({})),
    (effects, credentials) => getAuthorizationToken({ credentials, place: { region } }, effects),
  ],
  [
    'sts:GetCallerIdentity',
    bySts(new GetCallerIdentityCommand({})),
    (effects, credentials) => sts.getCallerIdentity({ credentials, region }, effects),
  ],
  [
    'sts:AssumeRole',
    bySts(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        DurationSeconds: 3600,
        ExternalId: 'a b&c=d',
        SourceIdentity: 'someone',
        ...mfaInput,
      }),
    ),
    (effects, credentials) =>
      sts.assumeRole(
        {
          credentials,
          region,
          roleArn,
          sessionName,
          durationSeconds: 3600,
          externalId: 'a b&c=d',
          sourceIdentity: 'someone',
          mfa,
        },
        effects,
      ),
  ],
  [
    'sts:AssumeRoleWithWebIdentity',
    bySts(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        WebIdentityToken: token.expose(),
      }),
    ),
    effects => sts.assumeRoleWithWebIdentity({ region, roleArn, sessionName, token }, effects),
  ],
  [
    'sts:AssumeRoleWithSAML',
    bySts(
      new AssumeRoleWithSAMLCommand({
        RoleArn: roleArn,
        PrincipalArn: 'arn:aws:iam::123456789012:saml-provider/idp',
        SAMLAssertion: 'PHNhbWw+/=',
        DurationSeconds: 900,
      }),
    ),
    effects =>
      sts.assumeRoleWithSaml(
        {
          region,
          roleArn,
          principalArn: 'arn:aws:iam::123456789012:saml-provider/idp',
          assertion: new Secret('PHNhbWw+/='),
          durationSeconds: 900,
        },
        effects,
      ),
  ],
  [
    'sts:GetSessionToken',
    bySts(new GetSessionTokenCommand({ DurationSeconds: 43_200, ...mfaInput })),
    (effects, credentials) =>
      sts.getSessionToken({ credentials, region, durationSeconds: 43_200, mfa }, effects),
  ],
  [
    'sts:AssumeRoot',
    bySts(
      new AssumeRootCommand({
        TargetPrincipal: '123456789012',
        TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' },
        DurationSeconds: 900,
      }),
    ),
    (effects, credentials) =>
      sts.assumeRoot(
        {
          credentials,
          region,
          targetPrincipal: '123456789012',
          taskPolicyArn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials',
          durationSeconds: 900,
        },
        effects,
      ),
  ],
]

/** Headers by which the SDK counts and describes itself. */
const ofTheSdkOnly = new Set([
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'content-length',
  'x-amz-user-agent',
])

/** What matters of a request: everything a service decides by. */
function essence(request: HttpRequest | undefined) {
  if (request === undefined) throw new Error('nothing was sent')
  const { headers, method, url } = request
  const [, scope, signed = ''] =
    /Credential=([^,]*), SignedHeaders=([^,]*)/.exec(headers.authorization ?? '') ?? []
  const isForm = headers['content-type']?.includes('form')
  return {
    method,
    url,
    contentType: headers['content-type'],
    target: headers['x-amz-target'],
    body: isForm ? (request.body ?? '').split('&').sort() : request.body,
    token: headers['x-amz-security-token'],
    payloadHash: scope === undefined ? undefined : headers['x-amz-content-sha256'],
    scope: scope?.replace(/\/\d{8}\//, '/day/'),
    signedHeaders: signed.split(';').filter(name => !ofTheSdkOnly.has(name)),
  }
}

describe('our requests are the ones of the official SDK', () => {
  beforeAll(withoutAwsVariables)

  for (const [name, bySdk, byUs] of operations) {
    for (const [kind, credentials] of Object.entries({ longLived, temporary })) {
      it(`${name} with ${kind} keys`, async () => {
        const captured: HttpRequest[] = []
        const transport = sdkTransport(async request => {
          captured.push(request)
          return { status: 400, headers: {}, body: '' }
        })
        await bySdk(transport, credentials).catch(() => {})
        const effects = wire([{ status: 400 }])
        await byUs(effects, credentials).catch(() => {})
        expect(essence(effects.sent[0])).toEqual(essence(captured[0]))
      })
    }
  }
})
