import { createHash, type KeyLike } from 'node:crypto'
import type { RoleOptions } from '../options.ts'
import type { QueryOperation } from '../protocol/aws-query.ts'
import { Refusal } from '../refusal.ts'
import { type Assertion, readAssertion } from '../saml/assertion.ts'
import { samlEndpoint } from '../saml/names.ts'
import { timeOf, type World } from '../world.ts'
import { needText } from './parameters.ts'
import { checkSessionLength, readRole } from './role-request.ts'
import { assumedRoleUser, openSession, rolePrincipal } from './session.ts'
import { expiredToken, invalidToken } from './token-refusals.ts'

const audience = 'urn:amazon:webservices'
const fiveMinutes = 300_000

/** Unsigned: the assertion is the proof, signed by the identity provider. */
export const assumeRoleWithSaml: QueryOperation = {
  signed: false,
  run({ form, world }) {
    const request = readRole(form, world)
    const provider = needText(form, 'PrincipalArn', { min: 20, max: 2048 })
    const response = needText(form, 'SAMLAssertion', { min: 4, max: 100_000 })
    const assertion = readAssertion(response, keyOf(provider, world))
    checkAssertion(assertion, world)
    const role = admit(request, { provider, assertion })
    checkSessionLength(request, { chained: false })
    const principal = rolePrincipal(role, assertion.sessionName)
    return {
      Credentials: openSession({ origin: 'role', principal, seconds: request.seconds }, world),
      AssumedRoleUser: assumedRoleUser(principal),
      Subject: assertion.subject,
      SubjectType: assertion.subjectType,
      Issuer: assertion.issuer,
      Audience: assertion.recipient,
      NameQualifier: nameQualifier(assertion, provider),
    }
  },
}

function keyOf(provider: string, { settings, idp }: World): KeyLike {
  const trusted = settings.saml.trustedKeys[provider]
  if (trusted !== undefined) return trusted
  const isOurs = settings.roles.some(({ trust }) => trust.samlProviders?.includes(provider))
  if (isOurs) return idp.publicKey()
  throw invalidToken("Specified provider doesn't exist")
}

function checkAssertion({ audiences, recipient, sessionName, ...times }: Assertion, world: World): void {
  if (!audiences.includes(audience) && !audiences.includes(samlEndpoint)) {
    throw invalidToken('Incorrect audience in the assertion')
  }
  if (!/^https:\/\/(?:[\w-]+\.)?signin\.aws\.amazon\.com\/saml/.test(recipient)) {
    throw invalidToken('Incorrect recipient in the assertion')
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalidToken('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}')
  }
  const now = timeOf(world)
  const isFresh = now < times.notOnOrAfter && Math.abs(now - times.issuedAt) <= fiveMinutes
  if (isFresh) return
  throw expiredToken('Token must be redeemed within 5 minutes of issuance')
}

interface Claim {
  readonly provider: string
  readonly assertion: Assertion
}

/** The role must be in the assertion with this provider, in either order, and trust it. */
function admit(
  { role, roleArn }: { readonly role: RoleOptions | undefined; readonly roleArn: string },
  { provider, assertion }: Claim,
): RoleOptions {
  const isClaimed = assertion.roles.some(pair => {
    const parts = pair.split(',').map(part => part.trim())
    return parts.length === 2 && parts.includes(roleArn) && parts.includes(provider)
  })
  if (role !== undefined && isClaimed && role.trust.samlProviders?.includes(provider)) return role
  throw new Refusal('denied', 'Not authorized to perform sts:AssumeRoleWithSAML')
}

/** Base64 of the SHA-1 of issuer, account and the provider's name, as STS's documentation says. */
function nameQualifier({ issuer }: Assertion, provider: string): string {
  const [, , , , account = '', path = ''] = provider.split(':')
  const name = path.replace(/^.*\//, '/')
  return createHash('sha1').update(`${issuer}${account}${name}`).digest('base64')
}
