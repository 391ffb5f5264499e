import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SsoPortal } from '../../src/auth/credentials.ts'
import type { Effects } from '../../src/effects/effects.ts'
import { nodeFiles } from '../../src/effects/node/files.ts'
import type { IdentityCenterOptions } from '../../src/emulator/sso/options.ts'
import { openSession } from '../../src/kinds/sso/session.ts'
import { sdkTransport, withoutAwsVariables } from '../doubles/aws-sdk.ts'
import { person } from '../doubles/person.ts'
import { type ForeignSession, type WatchedPortal, watchPortal } from '../doubles/watched-portal.ts'

const startUrl = 'https://d-abc123.awsapps.com/start'
const place: SsoPortal = { provider: 'sso', startUrl, region: 'eu-west-1' }
const role = 'sso_account_id = 123456789012\nsso_role_name = Admin\n'
const configuration = `
[sso-session corp]
sso_start_url = ${startUrl}
sso_region = eu-west-1
[profile named]
sso_session = corp
${role}
[profile old]
sso_start_url = ${startUrl}
sso_region = eu-west-1
${role}`

let home: string
let portal: WatchedPortal
let putBack: () => void

beforeEach(() => {
  putBack = withoutAwsVariables()
  home = mkdtempSync(join(tmpdir(), 'sso-cache-'))
  process.env.HOME = home
  portal = portalWith({})
})

const portalWith = (lives: IdentityCenterOptions) =>
  watchPortal({
    startUrl,
    accounts: [{ id: '123456789012', name: 'dev', permissionSets: ['Admin'] }],
    ...lives,
  })

afterEach(() => {
  putBack()
  rmSync(home, { recursive: true, force: true })
})

/** Our side: real files, real time, somebody who confirms codes. */
function outside(): Effects {
  const one = person({ http: portal.handle, desktop: false })
  const clock = { now: () => Date.now(), sleep: async () => {}, deadline: Number.POSITIVE_INFINITY }
  const env = { ...one.env, home, get: () => undefined }
  return { ...one, files: nodeFiles(), clock, env }
}

/** The official SDK's side: the role credentials of a profile, with nothing but the files of the home folder. */
async function bySdk(profile: string) {
  const requestHandler = sdkTransport(portal.handle) as never
  const provider = defaultProvider({
    profile,
    ignoreCache: true,
    clientConfig: { requestHandler, maxAttempts: 1 },
  })
  return await provider()
}

function configured(text = configuration): void {
  mkdirSync(join(home, '.aws'), { recursive: true })
  writeFileSync(join(home, '.aws', 'config'), text)
}

/** What the portal gave for the role of the profiles, and nobody else could. */
function roleKeys() {
  const query = new URL(portal.emulator.requests.at(-1)?.url ?? '').searchParams
  expect(Object.fromEntries(query)).toMatchObject({ account_id: '123456789012', role_name: 'Admin' })
  return { accessKeyId: portal.given.keys.at(-1)?.accessKeyId ?? 'none' }
}

const cache = () => join(home, '.aws', 'sso', 'cache')
const tokenFile = (hash: string) => join(cache(), `${hash}.json`)
const named = 'ee0bfd2552fbd840c02cc48b6e823320543c450f'
const old = '40a89917e3175433e361b710a9d43528d7f1890a'

describe('a session that we open', () => {
  it('serves the profiles of its [sso-session] in the official SDK', async () => {
    configured()
    await openSession({ portal: place }, outside())
    expect(await bySdk('named')).toMatchObject(roleKeys())
    expect(statSync(tokenFile(named)).mode & 0o777).toBe(0o600)
    expect(statSync(cache()).mode & 0o777).toBe(0o700)
  })

  it('serves profiles with a start URL where no [sso-session] names the portal', async () => {
    configured(configuration.replace(/\[sso-session corp\][^[]*/, ''))
    await openSession({ portal: place }, outside())
    expect(await bySdk('old')).toMatchObject(roleKeys())
  })

  it('can be prolonged by the SDK with our registration, and used by us afterwards', async () => {
    configured()
    portal = portalWith({ accessTokenSeconds: 60 })
    await openSession({ portal: place }, outside())
    portal.calls.length = 0
    await bySdk('named')
    expect(portal.calls).toEqual(['CreateToken refresh_token', 'GetRoleCredentials'])
    portal.calls.length = 0
    const session = await openSession({ portal: place }, outside())
    expect(portal.calls).toEqual([])
    expect(await portal.accepts(session.accessToken.expose())).toBe(true)
  })

  it('leaves nothing else in the folder but its registration', async () => {
    await openSession({ portal: place }, outside())
    const registration = 'faf0b9b8c92adb49c1ee8738267b03a3b81f2fce.json'
    expect(readdirSync(cache()).sort()).toEqual([`${old}.json`, registration])
  })
})

describe('a session that others opened', () => {
  /** As botocore writes it: one line, a colon and a space. */
  async function byAwsCli(hash: string, expiresAt: string): Promise<ForeignSession> {
    mkdirSync(cache(), { recursive: true })
    const theirs = await portal.open()
    const text = `{"startUrl": "${startUrl}", "region": "eu-west-1", "accessToken": "${theirs.accessToken}", "expiresAt": "${expiresAt}", "clientId": "${theirs.clientId}", "clientSecret": "${theirs.clientSecret}", "registrationExpiresAt": "2099-01-01T00:00:00Z", "refreshToken": "${theirs.refreshToken}"}`
    writeFileSync(tokenFile(hash), text, { mode: 0o600 })
    return theirs
  }

  it.each([named, old])('is ours too: %s', async hash => {
    const { accessToken } = await byAwsCli(hash, '2099-01-01T00:00:00Z')
    const session = await openSession({ portal: place }, outside())
    expect(session.accessToken.expose()).toBe(accessToken)
    expect(portal.calls).toEqual([])
  })

  it('is prolonged in its own file, for the SDK to go on with', async () => {
    configured()
    const { clientId } = await byAwsCli(named, new Date(Date.now() + 60_000).toISOString())
    await openSession({ portal: place }, outside())
    expect(readdirSync(cache())).toEqual([`${named}.json`])
    expect(JSON.parse(readFileSync(tokenFile(named), 'utf8'))).toMatchObject({ clientId })
    portal.calls.length = 0
    expect(await bySdk('named')).toMatchObject(roleKeys())
    expect(portal.calls).toEqual(['GetRoleCredentials'])
  })
})
