import { beforeEach, describe, expect, it } from 'vitest'
import { memoryFiles } from '../../../test/doubles/files.ts'
import { type Person, type PersonOptions, person, start } from '../../../test/doubles/person.ts'
import { type ForeignSession, type WatchedPortal, watchPortal } from '../../../test/doubles/watched-portal.ts'
import type { SsoPortal } from '../../auth/credentials.ts'
import { Secret } from '../../auth/secret.ts'
import { openSession } from './session.ts'

const hour = 3_600_000
const folder = '/home/me/.aws/sso/cache'
const place: SsoPortal = { provider: 'sso', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }
/** sha1 of the start URL. */
const file = `${folder}/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json`

let portal: WatchedPortal
/** A session that another program opened. */
let theirs: ForeignSession
let files: ReturnType<typeof memoryFiles>

beforeEach(async () => {
  portal = watchPortal({ startUrl: place.startUrl }, () => start)
  theirs = await portal.open()
  files = memoryFiles()
  const { lock } = files
  // As the real one: it waits for whoever has it.
  files.lock = async (path, waitMs) => {
    for (let tries = 0; tries < 100; tries++) {
      const release = await lock(path, waitMs)
      if (release !== undefined) return release
      await new Promise(setImmediate)
    }
    return undefined
  }
})

const someone = (options: Partial<PersonOptions> = {}): Person =>
  person({ http: portal.handle, files, ...options })
const over = (ssh: Partial<PersonOptions> = {}) => someone({ desktop: false, ...ssh })
const sessions = () =>
  Object.entries(files.contents())
    .filter(([, text]) => text.includes('accessToken'))
    .map(([path, text]) => ({ path, ...(JSON.parse(text) as Record<string, string>) }))

/** A session in the cache, as another program left it. */
function cached(fields: Record<string, unknown> = {}, name = 'other'): void {
  const session = {
    startUrl: place.startUrl,
    region: place.region,
    ...theirs,
    expiresAt: new Date(start + 8 * hour).toISOString(),
    registrationExpiresAt: new Date(start + 1000 * hour).toISOString(),
    ...fields,
  }
  files.put(`${folder}/${name}.json`, JSON.stringify(session))
}

const soon = new Date(start + 5 * 60_000).toISOString()

describe('a session', () => {
  it('is taken from the cache whoever opened it, without a call', async () => {
    cached({ startUrl: `${place.startUrl}/#/` })
    const session = await openSession({ portal: place }, someone({ attended: false }))
    expect(session).toMatchObject({ type: 'sso', region: 'eu-west-1', expiresAt: start + 8 * hour })
    expect(session.accessToken.expose()).toBe(theirs.accessToken)
    expect(portal.calls).toEqual([])
  })

  it.each([{ startUrl: 'https://other.awsapps.com/start' }, { region: 'us-east-1' }])(
    'of another portal is left alone: %j',
    async fields => {
      cached(fields)
      await expect(openSession({ portal: place }, someone({ attended: false }))).rejects.toMatchObject({
        code: 'login-required',
        exitCode: 4,
      })
      expect(portal.calls).toEqual([])
    },
  )

  it('is prolonged ahead of its end without anybody, in the file it came from, foreign fields kept', async () => {
    cached({ expiresAt: soon, theirs: 1 })
    const session = await openSession({ portal: place }, someone({ attended: false }))
    expect(portal.calls).toEqual(['CreateToken refresh_token'])
    const [{ accessToken, refreshToken } = {}] = portal.given.tokens
    expect(session.accessToken.expose()).toBe(accessToken)
    expect(sessions()).toEqual([
      {
        path: `${folder}/other.json`,
        startUrl: place.startUrl,
        region: 'eu-west-1',
        accessToken,
        refreshToken,
        expiresAt: '2026-11-23T20:00:00Z',
        clientId: theirs.clientId,
        clientSecret: theirs.clientSecret,
        registrationExpiresAt: '2027-01-04T04:00:00Z',
        theirs: 1,
      },
    ])
  })

  it('that has ended at the service is opened by a person', async () => {
    cached({ expiresAt: soon })
    portal.emulator.people.revokeRefreshTokens()
    files.put(
      `${folder}/other.json`,
      files.contents()[`${folder}/other.json`]?.replace(soon, new Date(start - 1).toISOString()) ?? '',
    )
    const session = await openSession({ portal: place }, over())
    expect(portal.calls).toEqual([
      'CreateToken refresh_token',
      'RegisterClient',
      'StartDeviceAuthorization',
      'CreateToken device_code',
    ])
    expect(sessions()).toMatchObject([
      { path: `${folder}/other.json`, accessToken: session.accessToken.expose() },
    ])
  })

  it('near its end that cannot be prolonged is still used, and nobody is asked', async () => {
    cached({ expiresAt: soon })
    portal.emulator.people.revokeRefreshTokens()
    const session = await openSession({ portal: place }, over())
    expect(session.accessToken.expose()).toBe(theirs.accessToken)
    expect(portal.calls).toEqual(['CreateToken refresh_token'])
  })

  it('near its end survives a service that is out of reach', async () => {
    cached({ expiresAt: soon })
    portal.emulator.inject('server-error', { times: 10 })
    const session = await openSession({ portal: place }, someone({ attended: false }))
    expect(session.accessToken.expose()).toBe(theirs.accessToken)
  })

  it('that is over, with the service out of reach, is exit 6 and not a sign-in', async () => {
    cached({ expiresAt: new Date(start - hour).toISOString() })
    portal.emulator.inject('server-error', { times: 10 })
    await expect(openSession({ portal: place }, over())).rejects.toMatchObject({ code: 'service-failed' })
    expect(sessions()).toHaveLength(1)
  })

  it('lost to a program without our lock is found again', async () => {
    cached({ expiresAt: soon })
    portal.before = async () => {
      portal.before = undefined
      theirs = await portal.open()
      cached()
      portal.emulator.people.revokeRefreshTokens()
    }
    const session = await openSession({ portal: place }, someone({ attended: false }))
    expect(session.accessToken.expose()).toBe(theirs.accessToken)
  })

  it('revoked at the portal is prolonged once more', async () => {
    cached()
    const rejected = new Secret(theirs.accessToken)
    const session = await openSession({ portal: place, rejected }, someone({ attended: false }))
    expect(session.accessToken.expose()).toBe(portal.given.tokens[0]?.accessToken)
  })

  it('revoked for good is forgotten, and somebody is told what to run', async () => {
    cached()
    portal.emulator.people.revokeRefreshTokens()
    const asked = { portal: place, rejected: new Secret(theirs.accessToken) }
    await expect(openSession(asked, someone({ attended: false }))).rejects.toMatchObject({
      code: 'login-required',
      next: expect.stringContaining('atmos auth login --provider sso'),
    })
    expect(sessions()).toEqual([])
  })

  it('is not prolonged where the new token could not be kept', async () => {
    cached({ expiresAt: new Date(start - hour).toISOString() })
    files.refuseWrites = 'EROFS'
    await expect(openSession({ portal: place }, someone({ attended: false }))).rejects.toMatchObject({
      code: 'login-required',
      why: expect.stringContaining('cannot be written'),
    })
    expect(portal.unspent).toContain(theirs.refreshToken)
    expect(portal.calls).toEqual([])
  })

  it('that cannot be kept still serves this run', async () => {
    files.refuseWrites = 'EROFS'
    const one = over()
    const session = await openSession({ portal: place }, one)
    expect(await portal.accepts(session.accessToken.expose())).toBe(true)
    expect(one.said.join('')).toContain('could not be kept')
  })
})

describe('where a new session goes', () => {
  const config =
    '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n'

  it('the file of its start URL', async () => {
    await openSession({ portal: place }, over())
    expect(sessions().map(({ path }) => path)).toEqual([file])
  })

  it("the file of the AWS CLI's own name for the portal", async () => {
    files.put('/home/me/.aws/config', config)
    await openSession({ portal: place }, over())
    expect(sessions().map(({ path }) => path)).toEqual([
      `${folder}/ee0bfd2552fbd840c02cc48b6e823320543c450f.json`,
    ])
  })

  it('the file of the named session', async () => {
    await openSession({ portal: { ...place, sessionName: 'corp' } }, over())
    expect(sessions().map(({ path }) => path)).toEqual([
      `${folder}/ee0bfd2552fbd840c02cc48b6e823320543c450f.json`,
    ])
  })
})

describe('several at once', () => {
  it('one sign-in serves them all', async () => {
    const all = await Promise.all([1, 2, 3].map(() => openSession({ portal: place }, over())))
    expect(portal.calls.filter(call => call === 'StartDeviceAuthorization')).toHaveLength(1)
    expect(new Set(all.map(({ accessToken }) => accessToken.expose())).size).toBe(1)
  })

  it('one refresh serves them all', async () => {
    cached({ expiresAt: soon })
    portal.before = () => new Promise(setImmediate)
    await Promise.all([1, 2, 3].map(() => openSession({ portal: place }, over())))
    expect(portal.calls).toEqual(['CreateToken refresh_token'])
  })

  it('without a person the other one is waited for until the deadline, no longer', async () => {
    cached({ expiresAt: new Date(start - hour).toISOString() })
    const waits: number[] = []
    files.lock = async (_, waitMs) => {
      waits.push(waitMs)
      return undefined
    }
    const alone = someone({ attended: false, deadline: 20_000 })
    await expect(openSession({ portal: place }, alone)).rejects.toMatchObject({
      code: 'timed-out',
      what: `Another process is still signing in to ${place.startUrl}`,
    })
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(20_000)
    expect(portal.calls).toEqual([])
  })

  it.each([true, false])(
    'a session that still does is not waited for long (somebody there: %s)',
    async attended => {
      cached({ expiresAt: soon })
      const waits: number[] = []
      files.lock = async (_, waitMs) => {
        waits.push(waitMs)
        return undefined
      }
      const session = await openSession({ portal: place }, someone({ attended, deadline: 60_000 }))
      expect(session.accessToken.expose()).toBe(theirs.accessToken)
      expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(5000)
      expect(portal.calls).toEqual([])
    },
  )

  it('identities of one run ask once, and share the answer', async () => {
    portal.refuse('access_denied')
    const one = over()
    const all = await Promise.allSettled([1, 2, 3].map(() => openSession({ portal: place }, one)))
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(portal.calls.filter(call => call === 'StartDeviceAuthorization')).toHaveLength(1)
    await expect(openSession({ portal: place }, one)).resolves.toMatchObject({ type: 'sso' })
  })
})
