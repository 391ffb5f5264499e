import { expect, it } from 'vitest'
import { wire } from '../../test/doubles/wire.ts'
import { Secret } from '../auth/secret.ts'
import { makeDpopKey } from './aws/dpop.ts'
import { createOAuth2Token } from './aws/signin.ts'
import { signInFailure } from './aws/signin-refusal.ts'
import { createToken, startDeviceAuthorization } from './aws/sso-oidc.ts'
import { endSession, getRoleCredentials, listAccounts } from './aws/sso-portal.ts'
import { fetchJobToken } from './github-oidc.ts'

type Outside = ReturnType<typeof wire>

/** Longer than what is shown of others' words. */
const secret = new Secret(`CANARY${'0123456789abcdef'.repeat(60)}`)

const region = 'eu-west-1'
const place = { region }
const access = { region, accessToken: secret }
const registration = { clientId: 'client', clientSecret: secret, expiresAt: 0 }
const refreshToken = { grantType: 'refresh_token', refreshToken: secret } as const

/** Keys of a sign-in, or the service's no as a person would read it. */
async function signIn(outside: Outside): Promise<unknown> {
  const grant = { type: 'refresh_token', refreshToken: secret } as const
  const answer = await createOAuth2Token({ region, clientId: 'c', dpopKey: makeDpopKey(), grant }, outside)
  return 'refused' in answer ? signInFailure(answer) : answer
}

it.each<[string, number, (outside: Outside) => Promise<unknown>]>([
  ['the portal', 401, outside => listAccounts(access, outside)],
  [
    'the portal, about a role',
    403,
    outside => getRoleCredentials({ access, accountId: '1', roleName: 'x' }, outside),
  ],
  ['the portal, in other words', 400, outside => listAccounts(access, outside)],
  ['the portal, of a sign-out', 400, outside => endSession(access, outside)],
  [
    'SSO OIDC, of a code',
    400,
    outside => startDeviceAuthorization({ place, registration, startUrl: 'x' }, outside),
  ],
  [
    'SSO OIDC, of a token',
    400,
    outside => createToken({ place, registration, grant: refreshToken }, outside),
  ],
  ['SSO OIDC in trouble', 500, outside => createToken({ place, registration, grant: refreshToken }, outside)],
  ['the sign-in service', 400, signIn],
  [
    'GitHub',
    403,
    outside => fetchJobToken({ url: 'https://github.test/?a', bearer: secret, audience: 'sts' }, outside),
  ],
])('%s (%i) cannot make us repeat a secret', async (_, status, call) => {
  const words = `you sent ${secret.expose()} to me`
  const body = JSON.stringify({ error: 'no', __type: 'No', message: words, error_description: words })
  const said = await call(wire([{ status, body }])).catch((thrown: unknown) => thrown)
  const shown = said instanceof Error ? said.message : JSON.stringify(said)
  expect(shown).toContain('you sent *** to me')
  expect(shown).not.toContain('CANARY')
})
