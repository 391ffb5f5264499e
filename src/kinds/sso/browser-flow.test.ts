import { beforeEach, describe, expect, it } from 'vitest'
import { type Person, type PersonOptions, person, start } from '../../../test/doubles/person.ts'
import { type WatchedPortal, watchPortal } from '../../../test/doubles/watched-portal.ts'
import type { SsoPortal } from '../../auth/credentials.ts'
import type { HttpResponse } from '../../effects/http.ts'
import { openSession } from './session.ts'

const place: SsoPortal = { provider: 'sso', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }
let portal: WatchedPortal
let pages: Promise<HttpResponse>[]

beforeEach(() => {
  portal = watchPortal({ startUrl: place.startUrl }, () => start)
  pages = []
})

/** Somebody whose browser does what `answer` makes of the authorize page. */
function someone(
  answer: (url: string) => string | Promise<string>,
  options: Partial<PersonOptions> = {},
): Person {
  const one = person({ http: portal.handle, ...options })
  one.onOpen = url => {
    if (one.isListening) pages.push(Promise.resolve(answer(url)).then(redirect => one.visit(redirect)))
  }
  return one
}

/** What somebody's cache says about the client that was registered. */
const registered = (field: 'clientId' | 'clientSecret', { files }: Person) =>
  new RegExp(`"${field}": *"([^"]+)"`).exec(Object.values(files.contents()).join('\n'))?.[1]

const open = (one: Person, request: Partial<SsoPortal> = {}) =>
  openSession({ portal: { ...place, ...request } }, one)

describe('a sign-in in the browser', () => {
  it('is chosen where one can open, and ends with a page that says so', async () => {
    const one = someone(portal.authorize)
    const session = await open(one)
    expect(portal.calls).toEqual(['RegisterClient', 'CreateToken authorization_code'])
    expect(await portal.accepts(session.accessToken.expose())).toBe(true)
    const page = await pages[0]
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    expect(page?.body).toContain('Signed in')
    expect(one.isListening).toBe(false)
    expect(one.said[0]).toContain('in your browser, because one can open here (--flow device changes that).')
  })

  it('asks for the code as the AWS CLI does', async () => {
    let asked = ''
    const look = (url: string) => {
      asked = url
      return portal.authorize(url)
    }
    const one = someone(look)
    await open(one)
    const url = new URL(asked)
    expect(`${url.origin}${url.pathname}`).toBe('https://oidc.eu-west-1.amazonaws.com/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: registered('clientId', one),
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      scopes: 'sso:account:access',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  it('says neither code nor token anywhere', async () => {
    const one = someone(portal.authorize)
    await open(one)
    const [{ accessToken, refreshToken } = {}] = portal.given.tokens
    const secrets = [
      ...portal.given.codes,
      accessToken,
      refreshToken,
      registered('clientSecret', one),
    ].filter(Boolean)
    expect(secrets).toHaveLength(4)
    const page = await pages[0]
    for (const secret of secrets) expect(`${one.said.join('')}${page?.body}`).not.toContain(secret)
  })

  it('ends with the refusal of the person, on the page and in the terminal', async () => {
    const refuse = (url: string) => {
      const query = new URL(url).searchParams
      return `${query.get('redirect_uri')}?error=access_denied&error_description=<b>no</b>&state=${query.get('state')}`
    }
    await expect(open(someone(refuse))).rejects.toMatchObject({
      code: 'sign-in-denied',
      why: 'access_denied: <b>no</b>',
    })
    const page = await pages[0]
    expect(page?.status).toBe(400)
    expect(page?.body).toContain('&lt;b&gt;no')
    expect(page?.body).not.toContain('<b>')
  })

  it('ends with the refusal of the service when the code cannot be redeemed', async () => {
    const one = someone(async url => (await portal.authorize(url)).replace(/code=[^&]+/, 'code=stolen'))
    await expect(open(one)).rejects.toMatchObject({
      code: 'sign-in-denied',
      why: expect.stringContaining('invalid_grant'),
    })
    expect((await pages[0])?.body).toContain('Not signed in')
  })

  it('ends when nobody comes back', async () => {
    const one = someone(portal.authorize)
    one.onOpen = () => setImmediate(() => one.pass(601_000))
    await expect(open(one)).rejects.toMatchObject({
      code: 'login-required',
      why: expect.stringContaining('10 minutes'),
    })
    expect(one.isListening).toBe(false)
  })

  it('waits on when the clock of the machine jumps back', async () => {
    const one = someone(portal.authorize)
    one.onOpen = url => {
      one.pass(-3_600_000)
      pages.push(portal.authorize(url).then(redirect => one.visit(redirect)))
    }
    await expect(open(one)).resolves.toMatchObject({ type: 'sso' })
  })

  it.each([
    ['a wrong state', (redirect: string) => redirect.replace(/state=[\w-]+/, 'state=guessed'), 400],
    ['no state', (redirect: string) => redirect.replace(/&state=[\w-]+/, ''), 400],
    ['no code', (redirect: string) => redirect.replace(/code=[^&]+&/, ''), 400],
    ['another path', (redirect: string) => redirect.replace('/oauth/callback', '/favicon.ico'), 404],
    ['another host', (redirect: string) => redirect.replace('127.0.0.1', 'evil.example.com'), 404],
  ])('is not disturbed by a request with %s', async (_, spoil, status) => {
    const one = someone(portal.authorize)
    one.onOpen = url => {
      const spoiled = async () => {
        const redirect = await portal.authorize(url)
        const page = await one.visit(spoil(redirect))
        await one.visit(redirect)
        return page
      }
      pages.push(spoiled())
    }
    await open(one)
    expect((await pages[0])?.status).toBe(status)
  })

  it.each([
    ['HEAD', 200],
    ['POST', 405],
  ] as const)('is not used up by %s', async (method, status) => {
    const one = someone(portal.authorize)
    one.onOpen = url => {
      const other = async () => {
        const redirect = await portal.authorize(url)
        const page = await one.visit(redirect, method)
        await one.visit(redirect)
        return page
      }
      pages.push(other())
    }
    await open(one)
    expect((await pages[0])?.status).toBe(status)
  })

  it('takes one answer and no second', async () => {
    const one = someone(portal.authorize)
    one.onOpen = url => {
      const redirect = portal.authorize(url)
      pages.push(...[1, 2].map(async () => one.visit(await redirect)))
    }
    await open(one)
    expect((await Promise.all(pages)).map(({ status }) => status)).toEqual([200, 400])
    expect(portal.calls.filter(call => call.startsWith('CreateToken'))).toHaveLength(1)
  })

  it.each([
    ['over SSH', { env: { SSH_CONNECTION: '1 2 3 4' } }, undefined, 'StartDeviceAuthorization'],
    ['without a display', { desktop: false }, undefined, 'StartDeviceAuthorization'],
    ['where it was asked for', { desktop: true }, 'device', 'StartDeviceAuthorization'],
    [
      'not where the browser was asked for',
      { env: { SSH_TTY: '/dev/pts/1' } },
      'pkce',
      'CreateToken authorization_code',
    ],
  ] as const)('gives way to a code %s', async (_, options, flow, call) => {
    const one = someone(portal.authorize, options)
    await open(one, flow === undefined ? {} : { flow })
    expect(portal.calls).toContain(call)
  })
})
