import type { IdentityClaims } from '../issuer.ts'
import type { RoleOptions } from '../options.ts'
import { covers } from '../policy.ts'
import type { QueryOperation } from '../protocol/aws-query.ts'
import { Refusal } from '../refusal.ts'
import { timeOf, type World } from '../world.ts'
import { needText } from './parameters.ts'
import { checkSessionLength, readRoleRequest, sourceIdentity } from './role-request.ts'
import { assumedRoleUser, openSession, rolePrincipal } from './session.ts'
import { expiredToken, invalidToken } from './token-refusals.ts'

/** Unsigned: the token is the proof. The only issuer the emulated accounts know is its GitHub. */
export const assumeRoleWithWebIdentity: QueryOperation = {
  signed: false,
  run({ form, world }) {
    const request = readRoleRequest(form, world)
    const token = needText(form, 'WebIdentityToken', { min: 4, max: 20_000 })
    const claims = verifyToken(token, world)
    const role = admit(request.role, claims)
    checkSessionLength(request, { chained: false })
    const principal = rolePrincipal(role, request.sessionName)
    const { account, partition } = principal
    return {
      Credentials: openSession({ origin: 'role', principal, seconds: request.seconds }, world),
      SubjectFromWebIdentityToken: claims.sub,
      AssumedRoleUser: assumedRoleUser(principal),
      Provider: `arn:${partition}:iam::${account}:oidc-provider/${new URL(claims.iss).host}`,
      Audience: claims.aud,
      SourceIdentity: sourceIdentity(form),
    }
  },
}

function verifyToken(token: string, world: World): IdentityClaims {
  const claims = world.github.open(token)
  if (claims === undefined) {
    throw invalidToken(
      /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
        ? "The token's signature is not one of https://token.actions.githubusercontent.com"
        : 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    )
  }
  const now = Math.floor(timeOf(world) / 1000)
  if (now < claims.exp) return claims
  throw expiredToken(
    `Token expired: current date/time ${now} must be before the expiration date/time ${claims.exp}`,
  )
}

function admit(role: RoleOptions | undefined, claims: IdentityClaims): RoleOptions {
  const { githubSubjects = [], githubAudience = 'sts.amazonaws.com' } = role?.trust ?? {}
  if (claims.aud !== githubAudience) throw invalidToken('Incorrect token audience')
  if (role !== undefined && covers(githubSubjects, claims.sub)) return role
  throw new Refusal('denied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
}
