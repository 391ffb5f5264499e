import type { HttpResponse } from '../../effects/http.ts'
import type { PretendService } from '../pretend-service.ts'
import type { Received } from '../received.ts'
import { Refusal } from '../refusal.ts'
import { timeOf, type World } from '../world.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const fiveMinutes = 300

const operations: Readonly<Record<string, (received: Received, world: World) => HttpResponse>> = {
  GetIdToken: mintToken,
  GetConfiguration: () => json(200, { issuer, jwks_uri: `${issuer}/.well-known/jwks` }),
  GetKeys: (_, world) => json(200, { keys: world.github.keys() }),
}

/** GitHub's side of OpenID Connect: tokens for jobs, and the keys to verify them with. */
export const github: PretendService = {
  name: 'github',
  hosts: /(^|\.)actions\.githubusercontent\.com$/,
  claims: received => operationOf(received) !== '',
  operationOf,
  answer(received, world) {
    const operation = operations[operationOf(received)]
    if (operation === undefined) throw new Refusal('unknown-operation', 'Not found')
    return operation(received, world)
  },
  refuse({ reason, message }) {
    const status = typeof reason === 'object' ? reason.status : (statuses[reason] ?? 400)
    return json(status, { message })
  },
}

const statuses: Readonly<Record<string, number>> = {
  'missing-signature': 401,
  'unknown-operation': 404,
  throttled: 429,
  broken: 500,
}

function operationOf({ method, url: { pathname } }: Received): string {
  if (method !== 'GET') return ''
  if (pathname === '/.well-known/openid-configuration') return 'GetConfiguration'
  if (pathname === '/.well-known/jwks') return 'GetKeys'
  return /\/idtoken(\/|$)/.test(pathname) ? 'GetIdToken' : ''
}

function mintToken({ headers, url }: Received, world: World): HttpResponse {
  const { repository, ref, requestToken } = world.settings.github
  const [scheme = '', presented] = (headers.authorization ?? '').split(' ')
  if (!/^bearer$/i.test(scheme) || presented !== requestToken) {
    throw new Refusal('missing-signature', 'Unauthorized')
  }
  const owner = repository.split('/')[0] ?? ''
  const iat = Math.floor(timeOf(world) / 1000)
  const value = world.github.mint({
    iss: issuer,
    sub: `repo:${repository}:ref:${ref}`,
    aud: url.searchParams.get('audience') ?? `https://github.com/${owner}`,
    iat,
    exp: iat + fiveMinutes,
    repository,
    repository_owner: owner,
    ref,
  })
  return json(200, { count: value.length, value })
}

function json(status: number, body: object): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}
