import type { HttpHandler, HttpRequest, HttpResponse } from '../../src/effects/http.ts'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { receive } from '../../src/emulator/received.ts'
import { serviceFor } from '../../src/emulator/services.ts'
import type { IdentityCenterOptions } from '../../src/emulator/sso/options.ts'
import { walk } from './walker.ts'

type Fields = Readonly<Record<string, string>>

/** A session that another program opened. */
export interface ForeignSession {
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly refreshToken: string
}

/** What was given out, in order. */
interface Given {
  /** Answers of `CreateToken`, and the authorization codes that were redeemed for them. */
  readonly tokens: Fields[]
  readonly codes: string[]
  /** Answers of `StartDeviceAuthorization`. */
  readonly devices: Fields[]
  /** Keys of `GetRoleCredentials`. */
  readonly keys: Fields[]
}

/** The emulator's IAM Identity Center, with an eye on what goes through, and somebody who confirms codes. */
export interface WatchedPortal {
  readonly emulator: Emulator
  readonly handle: HttpHandler
  /** Operations in order, with the grant of a token call: `CreateToken refresh_token`. */
  readonly calls: string[]
  readonly given: Given
  /** Refresh tokens that were given and not spent. */
  readonly unspent: Set<string>
  /** Whether every code is confirmed as soon as it is there. */
  isConfirming: boolean
  /** Called before an operation is answered, which waits for it. */
  before: ((operation: string) => Promise<void> | void) | undefined
  /** Allows what an authorize page asks for. @returns where the browser is sent */
  authorize(url: string): Promise<string>
  /** Opens a session that is not counted. */
  open(): Promise<ForeignSession>
  /** Whether the portal takes an access token. */
  accepts(accessToken: string): Promise<boolean>
  /** Resolves when everything that was asked is answered, also where nobody waits for the answer any more. */
  idle(): Promise<void>
  /** The next questions for tokens are refused by these names. */
  refuse(...names: readonly string[]): void
}

/** Watches an IAM Identity Center in eu-west-1, with tokens for 8 hours, by the given time. */
export function watchPortal(
  center: IdentityCenterOptions & { readonly startUrl: string },
  now: () => number = Date.now,
): WatchedPortal {
  const lives = { accessTokenSeconds: 8 * 3600, sessionSeconds: 90 * 24 * 3600 }
  const identityCenter = { region: 'eu-west-1', ...lives, ...center }
  const clock = { now, sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  const emulator = createEmulator({ identityCenter }, { clock, random: nodeRandom })
  const note = (operation: string, body: string, input: Fields): void => {
    const { tokens, codes, devices, keys } = portal.given
    if (operation === 'GetRoleCredentials') keys.push(JSON.parse(body).roleCredentials)
    if (operation === 'CreateToken') {
      const token = JSON.parse(body) as Fields
      tokens.push(token)
      if (input.code !== undefined) codes.push(input.code)
      portal.unspent.delete(input.refreshToken ?? '')
      portal.unspent.add(token.refreshToken ?? '')
    }
    if (operation === 'StartDeviceAuthorization') {
      const device = JSON.parse(body) as Fields
      devices.push(device)
      if (portal.isConfirming) emulator.people.approve(device.userCode ?? '')
    }
  }
  const underway = new Set<Promise<HttpResponse>>()
  const answerTo: HttpHandler = async request => {
    const operation = operationOf(request)
    const input = request.body?.startsWith('{') ? (JSON.parse(request.body) as Fields) : {}
    const grant = input.grantType?.replace(/^.*:/, '')
    portal.calls.push(grant === undefined ? operation : `${operation} ${grant}`)
    await portal.before?.(operation)
    const answer = await emulator.handle(request)
    if (answer.status === 200) note(operation, answer.body, input)
    return answer
  }
  const portal: WatchedPortal = {
    emulator,
    calls: [],
    given: { tokens: [], codes: [], devices: [], keys: [] },
    unspent: new Set(),
    isConfirming: true,
    before: undefined,
    async handle(request) {
      const answer = Promise.resolve(answerTo(request))
      underway.add(answer)
      return await answer.finally(() => underway.delete(answer))
    },
    async idle() {
      await Promise.allSettled(underway)
    },
    async authorize(url) {
      const place = await walk({ url, button: 'Allow access' }, async request =>
        request.url.startsWith('http://127.0.0.1:')
          ? { status: 200, headers: {}, body: '' }
          : await emulator.handle(request),
      )
      return place.url
    },
    async open() {
      const session = await openByCode(identityCenter.startUrl, emulator)
      portal.unspent.add(session.refreshToken)
      return session
    },
    async accepts(accessToken) {
      const url = 'https://portal.sso.eu-west-1.amazonaws.com/assignment/accounts'
      const headers = { 'x-amz-sso_bearer_token': accessToken }
      return (await emulator.handle({ method: 'GET', url, headers })).status === 200
    },
    refuse(...names) {
      for (const name of names) {
        emulator.inject({ answer: oidcError(name) }, { operation: 'sso-oidc:CreateToken' })
      }
    },
  }
  return portal
}

/** Opens a session by a code, as the AWS CLI does. */
async function openByCode(startUrl: string, { handle, people }: Emulator): Promise<ForeignSession> {
  const call = async (path: string, input: object): Promise<Fields> => {
    const url = `https://oidc.eu-west-1.amazonaws.com${path}`
    return JSON.parse((await handle({ method: 'POST', url, headers: {}, body: JSON.stringify(input) })).body)
  }
  const asked = { clientName: 'theirs', clientType: 'public', scopes: ['sso:account:access'] }
  const { clientId = '', clientSecret = '' } = await call('/client/register', asked)
  const client = { clientId, clientSecret }
  const { deviceCode, userCode = '' } = await call('/device_authorization', { ...client, startUrl })
  people.approve(userCode)
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  const { accessToken = '', refreshToken = '' } = await call('/token', { ...client, grantType, deviceCode })
  return { ...client, accessToken, refreshToken }
}

/** A refusal by OAuth's name. */
export function oidcError(error: string, words = `the service says ${error}`): HttpResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': `${error}Exception` }
  return { status: 400, headers, body: JSON.stringify({ error, error_description: words }) }
}

function operationOf(request: HttpRequest): string {
  const received = receive(request)
  return serviceFor(received)?.operationOf(received) ?? request.url
}
