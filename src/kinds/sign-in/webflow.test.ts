import { beforeEach, describe, expect, it } from 'vitest'
import { type Person, type PersonOptions, person, start } from '../../../test/doubles/person.ts'
import { walk } from '../../../test/doubles/walker.ts'
import { type WatchedSignIn, watchSignIn } from '../../../test/doubles/watched-sign-in.ts'
import { makeDpopKey } from '../../clients/aws/dpop.ts'
import type { Effects } from '../../effects/effects.ts'
import { createEmulator, type Emulator } from '../../emulator/emulator.ts'
import { forgetWebflow, type WebflowRequest, webflowSession } from './webflow.ts'

const path = '/home/me/.cache/atmos/aws-webflow/jane-default/refresh.json'
const arn = 'arn:aws:iam::123456789012:user/jane'
let cloud: Emulator
let service: WatchedSignIn
let one: Person

function someone(options: Partial<PersonOptions> = {}): Person {
  const made = person({ http: request => service.handle(request), files: one.files, ...options })
  made.onOpen = url => {
    if (made.isListening) void allow(url, made)
  }
  return made
}

/** Allows what a page asks for, in a browser on the machine of `made` or elsewhere. */
const allow = (url: string, made?: Person) =>
  walk({ url, button: 'Allow access' }, request =>
    made !== undefined && request.url.startsWith('http://127.0.0.1:')
      ? made.visit(request.url)
      : service.handle(request),
  )

/** What the page shows that asks to bring a code. */
async function codeOn(url: string): Promise<string> {
  const { body } = await allow(url)
  return /<p>([\w+/=]{40,})<\/p>/.exec(body)?.[1] ?? ''
}

/** The next grants are refused by this name. */
function refuse(error: string, times = 1): void {
  const errorType = accessErrors.includes(error) ? 'AccessDeniedException' : 'ValidationException'
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': errorType }
  const body = JSON.stringify({ error, message: `the service said ${error}` })
  const plan = { operation: 'signin:CreateOAuth2Token', times }
  cloud.inject({ answer: { status: 400, headers, body } }, plan)
}

const accessErrors = [
  ...['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED'],
  ...['INSUFFICIENT_PERMISSIONS', 'AUTHCODE_EXPIRED'],
]

beforeEach(() => {
  const clock = { now: () => one.clock.now(), sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  one = person({ http: request => service.handle(request) })
  cloud = createEmulator({ signInArn: arn }, { clock, random: one.random })
  service = watchSignIn(cloud)
  one = someone()
})

const open = (request: Partial<WebflowRequest> = {}, effects: Effects = one) =>
  webflowSession({ identity: 'jane', region: 'eu-central-1', fresh: false, ...request }, effects)

const kept = () => JSON.parse(one.files.contents()[path] ?? 'null')

describe('a sign-in in a browser here', () => {
  it('gives keys for a quarter of an hour, and a session kept where Atmos keeps it', async () => {
    const credentials = await open()
    const { accessToken, refreshToken } = service.tokens[0] ?? {}
    expect(credentials).toMatchObject({
      type: 'aws',
      accessKeyId: accessToken?.accessKeyId,
      region: 'eu-central-1',
      arn,
    })
    expect(credentials.secretAccessKey.expose()).toBe(accessToken?.secretAccessKey)
    expect(credentials.sessionToken?.expose()).toBe(accessToken?.sessionToken)
    expect(credentials.expiresAt).toBe(one.clock.now() - 20 + 900_000)
    expect(kept()).toEqual({
      refreshToken,
      region: 'eu-central-1',
      expiresAt: expect.stringMatching(/^2026-11-24T00:00:\d\d\.\d{3}Z$/),
      dpopKey: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
    })
    expect(one.files.stat(path)?.mode).toBe(0o600)
  })

  it('begins at the address of the Region, as the same device', async () => {
    await open()
    const url = new URL(one.opened[0] ?? '')
    expect(`${url.origin}${url.pathname}`).toBe('https://eu-central-1.signin.aws.amazon.com/v1/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'SHA-256',
      client_id: 'arn:aws:signin:::devtools/same-device',
      state: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(service.secrets).toHaveLength(4)
    for (const secret of service.secrets) expect(one.said.join('')).not.toContain(secret)
  })

  it('is prolonged silently, with a new refresh token every time and one key', async () => {
    await open()
    const { dpopKey } = kept()
    const later = await open()
    expect(later.accessKeyId).toBe(service.tokens[1]?.accessToken.accessKeyId)
    await open()
    expect(service.calls).toEqual(['authorization_code', 'refresh_token', 'refresh_token'])
    expect(one.opened).toHaveLength(1)
    expect(kept()).toMatchObject({ refreshToken: service.tokens[2]?.refreshToken, dpopKey })
  })

  it('is forgotten when the person logs out', async () => {
    await open()
    expect(await forgetWebflow({ identity: 'jane' }, one)).toBe(true)
    expect(one.files.contents()).toEqual({})
    expect(await forgetWebflow({ identity: 'jane' }, one)).toBe(false)
    await open()
    expect(service.calls).toEqual(['authorization_code', 'authorization_code'])
  })

  it('is begun anew when that is asked for', async () => {
    await open()
    await open({ fresh: true })
    expect(service.calls).toEqual(['authorization_code', 'authorization_code'])
  })

  it.each(['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED', 'invalid_grant'])(
    'is begun anew when the service has ended it: %s',
    async error => {
      await open()
      refuse(error)
      await open()
      expect(service.calls).toEqual(['authorization_code', 'refresh_token refused', 'authorization_code'])
    },
  )

  it('survives a clock that was a day behind when it began: the service decides', async () => {
    await open()
    one.files.put(path, JSON.stringify({ ...kept(), expiresAt: new Date(start - 43_200_000).toISOString() }))
    await open()
    expect(service.calls).toEqual(['authorization_code', 'refresh_token'])
  })

  it('says so when it cannot be kept, and is good all the same', async () => {
    one.files.refuseWrites = 'EROFS'
    expect(await open()).toMatchObject({ accessKeyId: service.tokens[0]?.accessToken.accessKeyId })
    expect(one.said.join('')).toContain('cannot be kept for next time: EROFS')
  })
})

describe('what a file may hold', () => {
  const entry = { refreshToken: 'r', region: 'us-east-1', expiresAt: '2026-11-23T20:00:00.123456789+01:00' }
  it.each([
    ['nothing', ''],
    ['half of it', '{"refreshToken":"r"'],
    ['another key', JSON.stringify({ ...entry, dpopKey: 'AAAA' })],
    ['no token', JSON.stringify({ ...entry, dpopKey: makeDpopKey().expose(), refreshToken: '' })],
    ['no time', JSON.stringify({ ...entry, dpopKey: makeDpopKey().expose(), expiresAt: null })],
  ])('%s: somebody signs in', async (_, content) => {
    one.files.put(path, content)
    await open()
    expect(service.calls).toEqual(['authorization_code'])
  })

  it("Atmos's own entry is used, in its Region", async () => {
    const urls: string[] = []
    const handle = service.handle
    one.http.send = request => {
      urls.push(request.url)
      return handle(request)
    }
    one.files.put(path, JSON.stringify({ ...entry, dpopKey: makeDpopKey().expose() }))
    await open()
    expect(urls[0]).toBe('https://us-east-1.signin.aws.amazon.com/v1/token')
    expect(service.calls[0]).toBe('refresh_token refused')
  })

  it('stays inside its folder, whatever an identity is called', async () => {
    await open({ identity: '../../../etc/x' })
    expect(Object.keys(one.files.contents())).toEqual([
      '/home/me/.cache/atmos/aws-webflow/_/_/_/etc/x-default/refresh.json',
    ])
  })
})

describe('a sign-in in a browser elsewhere', () => {
  function distant(paste: (url: string) => Promise<string | undefined>): Person {
    const made = someone({ desktop: false })
    made.terminal.ask = () => paste(/https:\S+/.exec(made.said.join(''))?.[0] ?? '')
    return made
  }

  it('brings a code that is pasted, and is prolonged like any other', async () => {
    const made = distant(async url => ` ${(await codeOn(url)).replace(/(.{20})/g, '$1\n')}`)
    expect(await open({}, made)).toMatchObject({ type: 'aws' })
    expect(kept()).toMatchObject({ clientId: 'arn:aws:signin:::devtools/cross-device' })
    await open({}, made)
    expect(service.calls).toEqual(['authorization_code', 'refresh_token'])
    expect(made.said.join('')).toContain('because no browser can open here')
  })

  it.each([
    ['another state', (url: string) => codeOn(url.replace(/state=[^&]*/, 'state=theirs'))],
    ['something else', async () => 'code-1'],
    ['nothing', async () => ''],
  ])('takes only the code of this sign-in, three times asked: %s', async (_, paste) => {
    await expect(open({}, distant(paste))).rejects.toMatchObject({ code: 'sign-in-denied' })
    expect(service.calls).toEqual([])
  })

  it('can be cancelled', async () => {
    await expect(
      open(
        {},
        distant(async () => undefined),
      ),
    ).rejects.toMatchObject({ code: 'interrupted' })
  })
})

describe('without anybody', () => {
  it('ends at once with the command to run', async () => {
    const alone = someone({ attended: false })
    await expect(open({}, alone)).rejects.toMatchObject({
      code: 'login-required',
      exitCode: 4,
      next: 'Run at a terminal: atmos auth login jane --webflow',
    })
    expect(alone.opened).toEqual([])
  })

  it('nobody waits for the sign-in of another process either', async () => {
    const alone = someone({ attended: false })
    await alone.files.lock(path, 0)
    await expect(open({}, alone)).rejects.toMatchObject({ code: 'login-required' })
    expect(alone.said).toEqual([])
  })

  it('a session that another process holds is waited for until the deadline, no longer', async () => {
    await open()
    const alone = someone({ attended: false, deadline: 30_000 })
    const waits: number[] = []
    alone.files.lock = async (_, waitMs) => {
      waits.push(waitMs)
      return undefined
    }
    await expect(open({}, alone)).rejects.toMatchObject({ code: 'timed-out', exitCode: 6 })
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(30_000)
    expect(alone.clock.deadline).toBe(start + 30_000)
  })

  it('a new sign-in is not waited for, whatever session there is', async () => {
    await open()
    const alone = someone({ attended: false })
    alone.files.lock = async () => {
      throw new Error('waited')
    }
    await expect(open({ fresh: true }, alone)).rejects.toMatchObject({
      code: 'login-required',
      why: 'a new sign-in is asked for',
      next: 'Run at a terminal: atmos auth login jane --webflow',
    })
    expect(service.calls).toEqual(['authorization_code'])
  })

  it('a session is prolonged all the same', async () => {
    await open()
    expect(await open({}, someone({ attended: false }))).toMatchObject({
      accessKeyId: service.tokens[1]?.accessToken.accessKeyId,
    })
  })
})

it.each([
  ['AUTHCODE_EXPIRED', 'sign-in-denied', /took too long/],
  ['invalid_grant', 'sign-in-denied', /took too long/],
  ['TOKEN_EXPIRED', 'credentials-expired', /session has expired/],
  ['USER_CREDENTIALS_CHANGED', 'credentials-expired', /password was changed/],
  ['INSUFFICIENT_PERMISSIONS', 'access-denied', /may not sign in for programs/],
  ['RESOURCE_NOT_FOUND', 'request-refused', /does not know/],
  ['SERVICE_QUOTA_EXCEEDED', 'request-refused', /too many/],
  ['CONFLICT', 'request-refused', /same moment/],
  ['INVALID_REQUEST', 'request-refused', /refused the request/],
  ['invalid_scope', 'request-refused', /refused the request/],
  ['rate_exceeded', 'service-throttled', /throttling/],
  ['server_error', 'service-failed', /failed/],
])('%s has its sentence', async (error, code, what) => {
  refuse(error, 10)
  await expect(open()).rejects.toMatchObject({
    code,
    what: expect.stringMatching(what),
    why: `${error}: the service said ${error}`,
  })
})
