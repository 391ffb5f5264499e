import { beforeEach, describe, expect, it } from 'vitest'
import { type PersonOptions, person, start } from '../../../test/doubles/person.ts'
import { oidcError, type WatchedPortal, watchPortal } from '../../../test/doubles/watched-portal.ts'
import type { SsoPortal } from '../../auth/credentials.ts'
import { openSession } from './session.ts'

const place: SsoPortal = {
  provider: 'sso',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
}

let portal: WatchedPortal
beforeEach(() => {
  portal = watchPortal({ startUrl: place.startUrl }, () => start)
})
const someone = (options: Partial<PersonOptions> = {}) => person({ http: portal.handle, ...options })
const polls = () => portal.calls.filter(call => call === 'CreateToken device_code').length
const userCode = () => portal.given.devices[0]?.userCode ?? 'none'
const address = () => `https://device.sso.eu-west-1.amazonaws.com/?user_code=${userCode()}`

describe('a sign-in with a code', () => {
  it('shows address and code, both, and waits as long as the service says', async () => {
    portal.refuse('authorization_pending', 'authorization_pending')
    const one = someone({ desktop: false })
    await openSession({ portal: place }, one)
    const words = one.said.join('')
    expect(userCode()).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)
    expect(words).toContain(address())
    expect(words).toContain(`Code: ${userCode()}\n`)
    expect(one.waits).toEqual([1000, 1000, 1000])
    expect(one.opened).toEqual([])
  })

  it('says in one line which way it goes and how to change it', async () => {
    const one = someone({ desktop: false })
    const { flow, ...automatic } = place
    await openSession({ portal: automatic }, one)
    expect(one.said[0]?.split('\n')[0]).toBe(
      'Sign in to https://corp.awsapps.com/start with a code, in any browser, because no browser can open here (--flow pkce changes that).',
    )
  })

  it('opens the browser and copies the code where there is a desktop', async () => {
    const programs = { xclip: () => ({}) }
    const one = someone({ env: { DISPLAY: ':0' }, programs })
    await openSession({ portal: place }, one)
    expect(one.opened).toEqual([address()])
    expect(one.processes.calls).toMatchObject([{ command: 'xclip', input: userCode() }])
    expect(one.said.join('')).toContain(`Code: ${userCode()}  (copied to the clipboard)`)
  })

  it('copies nothing and opens nothing without a terminal, though the code is printed', async () => {
    const one = someone({ env: { DISPLAY: ':0' }, programs: { xclip: () => ({}) }, attended: false })
    const forced = { ...one, terminal: { ...one.terminal, canSignIn: true } }
    await openSession({ portal: place }, forced)
    expect(one.opened).toEqual([])
    expect(one.processes.calls).toEqual([])
    expect(one.said.join('')).toContain(userCode())
  })

  it('slows down by five seconds, for good, when it is told to', async () => {
    portal.refuse('slow_down', 'authorization_pending', 'slow_down', 'authorization_pending')
    const one = someone()
    await openSession({ portal: place }, one)
    expect(one.waits).toEqual([1000, 6000, 6000, 11_000, 11_000])
  })

  it('goes on when the network is gone for a moment', async () => {
    portal.emulator.inject('server-error', { operation: 'sso-oidc:CreateToken', times: 4 })
    portal.refuse('authorization_pending')
    await openSession({ portal: place }, someone())
    expect(polls()).toBe(6)
  })

  it('goes on when the clock jumps, in either direction', async () => {
    portal.refuse(...Array<string>(9).fill('authorization_pending'))
    const one = someone()
    portal.before = () => one.pass(polls() % 2 === 0 ? 86_400_000 : -86_400_000)
    await openSession({ portal: place }, one)
    expect(polls()).toBe(10)
  })

  it.each([
    ['access_denied', 'sign-in-denied', /refused/, /access_denied: the service says/],
    ['expired_token', 'login-required', /Nobody confirmed the code/, /expired_token: the service says/],
    ['invalid_grant', 'request-refused', /IAM Identity Center refused/, /invalid_grant: the service says/],
    ['unauthorized_client', 'request-refused', /IAM Identity Center refused/, /unauthorized_client/],
  ])('%s has its own sentence', async (name, code, what, why) => {
    portal.refuse(name)
    const failure = await openSession({ portal: place }, someone()).catch(thrown => thrown)
    expect(failure).toMatchObject({
      code,
      what: expect.stringMatching(what),
      why: expect.stringMatching(why),
    })
    expect(failure.message).not.toContain('UnknownError')
    expect(failure.next).toBeTruthy()
  })

  it('ends by itself when a service never ends it', async () => {
    portal.refuse(...Array<string>(2000).fill('authorization_pending'))
    await expect(openSession({ portal: place }, someone())).rejects.toMatchObject({ code: 'login-required' })
    expect(polls()).toBe(601)
  })

  it('registers anew when the service has forgotten the client in the cache', async () => {
    const one = someone()
    await openSession({ portal: place }, one)
    portal.emulator.people.forgetClients()
    for (const name of one.files.list('/home/me/.aws/sso/cache')) {
      const path = `/home/me/.aws/sso/cache/${name}`
      if (one.files.contents()[path]?.includes('accessToken')) one.files.remove(path)
    }
    portal.calls.length = 0
    await openSession({ portal: place }, one)
    expect(portal.calls).toEqual([
      'StartDeviceAuthorization',
      'RegisterClient',
      'StartDeviceAuthorization',
      'CreateToken device_code',
    ])
  })

  it('is not bounded by the deadline of the command, which moves on', async () => {
    portal.refuse(...Array<string>(100).fill('authorization_pending'))
    const one = someone({ deadline: 30_000 })
    const before = one.clock.deadline - one.clock.now()
    await openSession({ portal: place }, one)
    expect(one.clock.deadline - one.clock.now()).toBe(before)
  })

  it('shows neither secrets nor control characters of the service', async () => {
    const one = person({
      http: async request => {
        const { deviceCode, clientSecret } = JSON.parse(request.body ?? '{}')
        if (deviceCode === undefined) return await portal.handle(request)
        return oidcError('access_denied', `no \u001b[2J ${deviceCode} ${clientSecret}`)
      },
    })
    const failure = await openSession({ portal: place }, one).catch(thrown => thrown)
    expect(failure.why).toBe('access_denied: no  [2J *** ***')
  })
})
