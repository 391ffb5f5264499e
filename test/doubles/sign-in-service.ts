import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import type { HttpHandler, HttpRequest, HttpResponse } from '../../src/effects/http.ts'

/** The sign-in service of `aws login` as a function: authorize page and tokens, proofs and rotation verified. */
export interface SignInService {
  readonly handle: HttpHandler
  /** Grants that were asked for, in order, with what became of them. */
  readonly calls: readonly string[]
  /** What a browser does with an authorize address when the person agrees: the address it is sent to. */
  authorize(url: string): string
  /** The same for a browser elsewhere: what the confirmation page shows. */
  confirm(url: string): string
  /** The next token calls are refused with this name. */
  refuse(error: string | undefined): void
}

interface Code {
  readonly clientId: string
  readonly redirectUri: string
  readonly challenge: string
  used: boolean
}

interface Session {
  readonly clientId: string
  readonly thumbprint: string
}

export function signInService(now: () => number = Date.now): SignInService {
  const codes = new Map<string, Code>()
  const sessions = new Map<string, Session>()
  const seen = new Set<string>()
  const calls: string[] = []
  let refusing: string | undefined
  let count = 0

  function grantOf(url: string): { readonly redirectUri: string; readonly query: URLSearchParams } {
    const { pathname, searchParams } = new URL(url)
    const method = searchParams.get('code_challenge_method')
    if (pathname !== '/v1/authorize' || method !== 'SHA-256' || searchParams.get('scope') !== 'openid') {
      throw new Error(`the sign-in service shows no page for ${url}`)
    }
    count += 1
    const redirectUri = searchParams.get('redirect_uri') ?? ''
    const code = {
      clientId: searchParams.get('client_id') ?? '',
      challenge: searchParams.get('code_challenge') ?? '',
      redirectUri,
      used: false,
    }
    codes.set(`code-${count}`, code)
    const query = new URLSearchParams({ code: `code-${count}`, state: searchParams.get('state') ?? '' })
    return { redirectUri, query }
  }

  function token(request: HttpRequest): HttpResponse {
    const body = JSON.parse(request.body ?? '') as Readonly<Record<string, string>>
    const thumbprint = proofOf(request)
    if (refusing !== undefined) return refused(refusing)
    if (thumbprint === undefined) return refused('INVALID_REQUEST')
    if (body.grantType === 'refresh_token') {
      const session = sessions.get(body.refreshToken ?? '')
      if (session?.thumbprint !== thumbprint || session.clientId !== body.clientId)
        return refused('TOKEN_EXPIRED')
      sessions.delete(body.refreshToken ?? '')
      return issued(session)
    }
    const code = codes.get(body.code ?? '')
    const challenge = createHash('sha256')
      .update(body.codeVerifier ?? '')
      .digest('base64url')
    const isRight =
      code?.challenge === challenge &&
      code.clientId === body.clientId &&
      code.redirectUri === body.redirectUri
    if (code === undefined || code.used || !isRight) return refused('AUTHCODE_EXPIRED')
    code.used = true
    return issued({ clientId: code.clientId, thumbprint })
  }

  function issued(session: Session): HttpResponse {
    count += 1
    sessions.set(`refresh-${count}`, session)
    const claims = { sub: 'arn:aws:iam::123456789012:user/jane' }
    return answer(200, {
      accessToken: {
        accessKeyId: `ASIA${count}`,
        secretAccessKey: `secret-${count}`,
        sessionToken: `session-${count}`,
      },
      tokenType: 'aws_sigv4',
      expiresIn: 900,
      refreshToken: `refresh-${count}`,
      idToken: `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`,
    })
  }

  /** @returns whose key it is; `undefined` for a proof that proves nothing */
  function proofOf({ headers, url, method }: HttpRequest): string | undefined {
    const [header = '', payload = '', signature = ''] = (headers.dpop ?? '').split('.')
    const { typ, alg, jwk } = decode(header) as { typ?: string; alg?: string; jwk?: JsonWebKey }
    const { jti, htm, htu, iat } = decode(payload) as {
      jti?: string
      htm?: string
      htu?: string
      iat?: number
    }
    if (jwk === undefined || 'd' in jwk || typ !== 'dpop+jwt' || alg !== 'ES256') return undefined
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      key,
      Buffer.from(signature, 'base64url'),
    )
    const isFresh = Math.abs((iat ?? 0) * 1000 - now()) < 300_000 && jti !== undefined && !seen.has(jti)
    seen.add(jti ?? '')
    if (!isSigned || !isFresh || htm !== method || htu !== url) return undefined
    return createHash('sha256')
      .update(JSON.stringify([jwk.crv, jwk.x, jwk.y]))
      .digest('hex')
  }

  return {
    calls,
    refuse: error => {
      refusing = error
    },
    authorize: url => {
      const { redirectUri, query } = grantOf(url)
      return `${redirectUri}?${query}`
    },
    confirm: url => {
      const { redirectUri, query } = grantOf(url)
      if (!redirectUri.endsWith('/v1/sessions/confirmation')) throw new Error(`no page at ${redirectUri}`)
      return Buffer.from(query.toString()).toString('base64')
    },
    async handle(request) {
      const { pathname } = new URL(request.url)
      if (request.method !== 'POST' || pathname !== '/v1/token') return answer(404, {})
      const response = token(request)
      const { grantType } = JSON.parse(request.body ?? '') as { grantType: string }
      calls.push(response.status === 200 ? grantType : `${grantType} refused`)
      return response
    },
  }
}

function decode(part: string): object {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || '{}') as object
}

function refused(error: string): HttpResponse {
  const isKnown = [
    'TOKEN_EXPIRED',
    'USER_CREDENTIALS_CHANGED',
    'INSUFFICIENT_PERMISSIONS',
    'AUTHCODE_EXPIRED',
  ]
  const type = isKnown.includes(error) ? 'AccessDeniedException' : 'ValidationException'
  return {
    ...answer(400, { error, message: `the service said ${error}` }),
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  }
}

function answer(status: number, body: object): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
