import type { HttpHandler, HttpRequest, HttpResponse } from '../../../src/effects/http.ts'
import { nodeClock } from '../../../src/effects/node/clock.ts'
import { nodeRandom } from '../../../src/effects/node/random.ts'
import { createEmulator } from '../../../src/emulator/emulator.ts'

const user = {
  arn: 'arn:aws:iam::123456789012:user/islander',
  accessKeyId: 'AKIAISLAND0000000001',
  secretAccessKey: 'island/user/opens/nothing/elsewhere/0001',
}

const session = {
  arn: 'arn:aws:sts::123456789012:assumed-role/island-role/session',
  accessKeyId: 'ASIAISLAND0000000002',
  secretAccessKey: 'island/role/opens/nothing/elsewhere/0002',
  sessionToken: 'island+session+token/of/the/role==',
}

/** The user's keys, as an environment. */
export const keys = { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey }

/** Two more users: one pulls from the private registry in Ohio, the other from the one in Oregon. */
export const pullers = ['ohio', 'oregon'].map((name, index) => ({
  arn: `arn:aws:iam::123456789012:user/${name}`,
  accessKeyId: `AKIAISLAND000000001${index}`,
  secretAccessKey: `island/${name}/opens/nothing/elsewhere/0003`,
}))

/** Temporary credentials of a role, in the shape that metadata endpoints and `credential_process` answer. */
export const roleCredentials = {
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  Token: session.sessionToken,
  Expiration: new Date(Date.now() + 3_600_000).toISOString(),
}

/** What a workload shows to STS, and a person signed in to IAM Identity Center to its portal. */
export const webIdentityToken = 'island.web-identity.token'
export const portalToken = 'island-portal-token'

/** Our emulator, and in front of it two ways to sign in with words that are known beforehand. */
export function startAws(): HttpHandler {
  const emulator = createEmulator(
    { principals: [user, session, ...pullers] },
    { clock: nodeClock(), random: nodeRandom },
  )
  return async request =>
    signInWithWebIdentity(request) ?? signInWithPortal(request) ?? emulator.handle(request)
}

function signInWithWebIdentity({ body = '' }: HttpRequest): HttpResponse | undefined {
  const form = new URLSearchParams(body)
  if (form.get('Action') !== 'AssumeRoleWithWebIdentity') return undefined
  if (form.get('WebIdentityToken') !== webIdentityToken) return { status: 400, headers: {}, body: '' }
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = roleCredentials
  const fields = Object.entries({ AccessKeyId, SecretAccessKey, SessionToken: Token, Expiration })
  const credentials = fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('')
  const result = `<Credentials>${credentials}</Credentials>`
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>${result}</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  }
}

function signInWithPortal({ url, headers }: HttpRequest): HttpResponse | undefined {
  const { hostname, pathname } = new URL(url)
  if (!hostname.startsWith('portal.sso.') || pathname !== '/federation/credentials') return undefined
  if (headers['x-amz-sso_bearer_token'] !== portalToken) return undefined
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = roleCredentials
  const roles = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token }
  const body = { roleCredentials: { ...roles, expiration: Date.parse(Expiration) } }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
