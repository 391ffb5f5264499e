import { createHash } from 'node:crypto'
import type { HttpHandler, HttpRequest, HttpResponse } from '../../src/effects/http.ts'

interface PortalAccount {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
}

export interface PretendPortal {
  readonly handle: HttpHandler
  /** Operations in order, with the grant of a token call: `CreateToken refresh_token`. */
  readonly calls: string[]
  /** What the next polls of a device code say; `undefined` at the end of the list gives tokens. */
  polls: (string | 'down')[]
  /** Refresh tokens that are still good; each is spent by its use. */
  readonly refreshTokens: Set<string>
  /** Access tokens the portal accepts. */
  readonly accessTokens: Set<string>
  readonly codes: Map<string, { readonly challenge: string; readonly redirectUri: string }>
  readonly clients: Map<string, string>
  accounts: readonly PortalAccount[]
  /** Seconds. */
  tokenLife: number
  /** Answers instead of the service; `undefined` lets it answer. */
  intercept: ((request: HttpRequest, operation: string) => HttpResponse | undefined) | undefined
  /** What is waited for before an answer. */
  pause: (() => Promise<void>) | undefined
  /** Accepts a person at the authorize page. @returns where the browser is sent */
  authorize(url: string): string
}

/**
 * Both services of IAM Identity Center as far as a client can see them, written from their models for the tests of
 * our clients alone: single-use refresh tokens, single-use codes with PKCE, pages of two.
 */
export function pretendPortal(): PretendPortal {
  let count = 0
  const portal: PretendPortal = {
    calls: [],
    polls: [],
    refreshTokens: new Set(),
    accessTokens: new Set(),
    codes: new Map(),
    clients: new Map(),
    accounts: [],
    tokenLife: 8 * 3600,
    intercept: undefined,
    pause: undefined,
    async handle(request) {
      const { pathname } = new URL(request.url)
      const operation = operationOf(pathname)
      const input = request.body === undefined || request.body === '' ? {} : JSON.parse(request.body)
      portal.calls.push(
        input.grantType === undefined ? operation : `${operation} ${shortGrant(input.grantType)}`,
      )
      await portal.pause?.()
      const instead = portal.intercept?.(request, operation)
      if (instead !== undefined) return instead
      if (operation === 'CreateToken') return createToken(input)
      if (operation === 'RegisterClient') return register()
      if (operation === 'StartDeviceAuthorization') return device(input)
      return atPortal(request, operation)
    },
    authorize(url) {
      const query = new URL(url).searchParams
      count += 1
      const code = `code-${count}`
      const redirectUri = query.get('redirect_uri') ?? ''
      portal.codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri })
      return `${redirectUri}?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`
    },
  }
  return portal

  function register(): HttpResponse {
    count += 1
    portal.clients.set(`client-${count}`, `secret-of-client-${count}`)
    return json(200, {
      clientId: `client-${count}`,
      clientSecret: `secret-of-client-${count}`,
      clientIdIssuedAt: 1,
      clientSecretExpiresAt: 4_000_000_000,
    })
  }

  function device({ clientId }: Record<string, string>): HttpResponse {
    if (!portal.clients.has(clientId ?? '')) return oidcError('invalid_client', 'InvalidClientException', 401)
    return json(200, {
      deviceCode: 'device-code-secret',
      userCode: 'ABCD-EFGH',
      verificationUri: 'https://device.example.com/',
      verificationUriComplete: 'https://device.example.com/?user_code=ABCD-EFGH',
      expiresIn: 600,
      interval: 1,
    })
  }

  function createToken(input: Record<string, string>): HttpResponse {
    if (portal.clients.get(input.clientId ?? '') !== input.clientSecret) {
      return oidcError('invalid_client', 'InvalidClientException', 401)
    }
    if (input.grantType === 'refresh_token') {
      if (!portal.refreshTokens.delete(input.refreshToken ?? '')) {
        return oidcError('invalid_grant', 'InvalidGrantException')
      }
    } else if (input.grantType === 'authorization_code') {
      const known = portal.codes.get(input.code ?? '')
      portal.codes.delete(input.code ?? '')
      if (known?.redirectUri !== input.redirectUri || known?.challenge !== challengeOf(input.codeVerifier)) {
        return oidcError('invalid_grant', 'InvalidGrantException')
      }
    } else {
      const poll = portal.polls.shift()
      if (poll === 'down') return { status: 503, headers: {}, body: 'busy' }
      if (poll !== undefined) return oidcError(poll, `${poll}Exception`)
    }
    return issue()
  }

  function issue(): HttpResponse {
    count += 1
    const [accessToken, refreshToken] = [`access-${count}`, `refresh-${count}`]
    portal.accessTokens.add(accessToken)
    portal.refreshTokens.add(refreshToken)
    return json(200, { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: portal.tokenLife })
  }

  function atPortal(request: HttpRequest, operation: string): HttpResponse {
    const token = request.headers['x-amz-sso_bearer_token'] ?? ''
    if (!portal.accessTokens.has(token)) {
      return json(401, { message: 'Session token not found or invalid' }, 'UnauthorizedException')
    }
    const query = new URL(request.url).searchParams
    if (operation === 'Logout') {
      portal.accessTokens.delete(token)
      return json(200, {})
    }
    if (operation === 'ListAccounts') {
      return page(
        query,
        'accountList',
        portal.accounts.map(({ id, name }) => ({ accountId: id, accountName: name })),
      )
    }
    const account = portal.accounts.find(({ id }) => id === query.get('account_id'))
    if (operation === 'ListAccountRoles') {
      return page(
        query,
        'roleList',
        (account?.roles ?? []).map(roleName => ({ roleName, accountId: account?.id })),
      )
    }
    const role = query.get('role_name') ?? ''
    if (!account?.roles.includes(role)) return json(403, { message: 'No access' }, 'ForbiddenException')
    const roleCredentials = {
      accessKeyId: `ASIA-${account.id}-${role}`,
      secretAccessKey: 'role-secret',
      sessionToken: 'role-session',
      expiration: 1_900_000_000_123,
    }
    return json(200, { roleCredentials })
  }
}

const pageSize = 2

function page(query: URLSearchParams, list: string, rows: readonly object[]): HttpResponse {
  const from = Number(query.get('next_token') ?? 0)
  const more = from + pageSize < rows.length
  return json(200, {
    [list]: rows.slice(from, from + pageSize),
    ...(more ? { nextToken: String(from + pageSize) } : {}),
  })
}

function operationOf(path: string): string {
  const known: Readonly<Record<string, string>> = {
    'client/register': 'RegisterClient',
    device_authorization: 'StartDeviceAuthorization',
    token: 'CreateToken',
    'federation/credentials': 'GetRoleCredentials',
    'assignment/accounts': 'ListAccounts',
    'assignment/roles': 'ListAccountRoles',
    logout: 'Logout',
  }
  const found = Object.entries(known).find(([end]) => path.endsWith(`/${end}`))
  return found?.[1] ?? path
}

const shortGrant = (grant: string) => grant.replace(/^.*:/, '')

function challengeOf(verifier: string | undefined): string {
  return createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
}

export function oidcError(error: string, type: string, status = 400): HttpResponse {
  return json(status, { error, error_description: `the service says ${error}` }, type)
}

function json(status: number, body: object, errorType?: string): HttpResponse {
  const headers = {
    'content-type': 'application/json',
    ...(errorType ? { 'x-amzn-errortype': errorType } : {}),
  }
  return { status, headers, body: JSON.stringify(body) }
}
