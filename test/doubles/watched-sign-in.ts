import type { HttpHandler, HttpResponse } from '../../src/effects/http.ts'
import type { Emulator } from '../../src/emulator/emulator.ts'

/** What the sign-in service gives for a grant. */
interface GivenToken {
  readonly accessToken: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken: string
  }
  readonly refreshToken: string
}

/** The emulator's sign-in service of `aws login`, with an eye on what goes through. */
export interface WatchedSignIn {
  readonly handle: HttpHandler
  /** Grants that were asked for, in order, with what became of them. */
  readonly calls: readonly string[]
  /** What was given for them. */
  readonly tokens: readonly GivenToken[]
  /** Everything secret that was given out: codes, keys, tokens. */
  readonly secrets: readonly string[]
}

/** Watches the sign-in service of an emulator. */
export function watchSignIn({ handle }: Pick<Emulator, 'handle'>): WatchedSignIn {
  const calls: string[] = []
  const tokens: GivenToken[] = []
  const secrets: string[] = []
  return {
    calls,
    tokens,
    secrets,
    async handle(request) {
      const answer = await handle(request)
      const { pathname } = new URL(request.url)
      if (pathname === '/v1/authorize') secrets.push(...codesIn(answer))
      if (pathname !== '/v1/token') return answer
      const { grantType } = JSON.parse(request.body ?? '') as { readonly grantType: string }
      calls.push(answer.status === 200 ? grantType : `${grantType} refused`)
      if (answer.status === 200) {
        const token = JSON.parse(answer.body) as GivenToken
        tokens.push(token)
        const { secretAccessKey, sessionToken } = token.accessToken
        secrets.push(secretAccessKey, sessionToken, token.refreshToken)
      }
      return answer
    },
  }
}

function codesIn({ headers: { location } }: HttpResponse): readonly string[] {
  const code = location === undefined ? null : new URL(location).searchParams.get('code')
  return code === null ? [] : [code]
}
