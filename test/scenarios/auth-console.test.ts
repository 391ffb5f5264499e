import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AwsCredentials } from '../../src/auth/credentials.ts'
import { defineIdentity, defineProvider } from '../../src/auth/define-kind.ts'
import type { Catalog, ConsoleVisit } from '../../src/auth/kind.ts'
import { Secret } from '../../src/auth/secret.ts'
import { createWorld, type WorldOptions } from '../doubles/world.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-23T12:00:00Z')
let visits: ConsoleVisit[]
let walked: string[]

const role = async ({ name }: { readonly name: string }): Promise<AwsCredentials> => {
  walked.push(name)
  return {
    type: 'aws',
    accessKeyId: 'ASIA',
    secretAccessKey: new Secret('s'),
    sessionToken: new Secret('t'),
    expiresAt: now + 2 * hour,
    arn: `arn:aws${name === 'gov' ? '-us-gov' : ''}:sts::123456789012:assumed-role/${name}/jane`,
  }
}

const principal = v.object({ principal: v.optional(v.object({ region: v.optional(v.string()) })) })

/** The kinds whose names matter, and no service behind them. */
const catalog: Catalog = {
  identify: async () => ({ arn: '', account: '' }),
  consoleAddress: async visit => {
    visits.push(visit)
    return new Secret('https://signin.aws.amazon.com/federation?SigninToken=canary')
  },
  providers: [
    defineProvider({
      kind: 'aws/saml',
      title: '',
      spec: v.object({ region: v.string() }),
      yields: 'saml',
      authenticate: async () => ({ type: 'saml', assertion: new Secret('') }),
    }),
  ],
  identities: [
    defineIdentity({
      kind: 'aws/assume-role',
      title: '',
      spec: principal,
      accepts: ['aws', 'saml'],
      yields: 'aws',
      authenticate: role,
    }),
    defineIdentity({
      kind: 'ambient',
      title: '',
      spec: v.object({}),
      accepts: [],
      yields: 'none',
      authenticate: async () => ({ type: 'none' }),
    }),
  ],
  integrations: [],
}

const config = `
auth:
  keyring: { type: memory }
  providers:
    corp: { kind: aws/saml, region: eu-west-1 }
    long: { kind: aws/saml, region: eu-west-1, console: { session_duration: 8h } }
  identities:
    admin: { kind: aws/assume-role, default: true, via: { provider: corp } }
    gov: { kind: aws/assume-role, via: { provider: corp }, principal: { region: us-gov-west-1 } }
    eight: { kind: aws/assume-role, via: { provider: long } }
    chained: { kind: aws/assume-role, via: { identity: eight } }
    passing: { kind: ambient }
`

const world = (options: Partial<WorldOptions> = {}) =>
  createWorld({ catalog, files: { '/work/atmos.yaml': config }, ...options })

beforeEach(() => {
  visits = []
  walked = []
})

describe('atmos auth console', () => {
  it('prints the address, and tells people about it', async () => {
    const { exitCode, stdout, stderr } = await world().run('atmos auth console')
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'https://signin.aws.amazon.com/federation?SigninToken=canary\n',
    })
    expect(stderr).toBe(
      [
        '✓ AWS console of admin, for 2h',
        '  Provider  corp',
        '  Account   123456789012',
        '  Region    eu-west-1',
        '  Page      https://console.aws.amazon.com/console/home?region=eu-west-1',
        '',
      ].join('\n'),
    )
    expect(visits).toMatchObject([{ issuer: 'atmos', durationSeconds: undefined }])
  })

  it('prints nothing but the address when only that is wanted', async () => {
    const { stdout, stderr } = await world().run('atmos auth console --print-only --destination ecr-public')
    expect(stdout).toMatch(/^https:\S+\n$/)
    expect(stderr).toBe('')
    expect(visits[0]?.destination).toBe(
      'https://console.aws.amazon.com/ecr/public-registry/repositories?region=eu-west-1',
    )
  })

  it('says beside the address that another duration than the wished one was asked for', async () => {
    const { stdout, stderr } = await world().run('atmos auth console --print-only --duration 5m')
    expect(stdout).toMatch(/^https:\S+\n$/)
    expect(stderr).toBe('⚠ A console session lasts 15m to 12h; the nearest of them is used\n')
    expect(visits[0]?.durationSeconds).toBe(900)
  })

  it.each([
    [
      'atmos auth console gov --destination s3',
      'https://console.amazonaws-us-gov.com/s3/home?region=us-gov-west-1',
    ],
    ['atmos auth console --destination https://example.com/x', 'https://example.com/x'],
  ])('%s leads to %s', async (line, destination) => {
    await world().run(`${line} --issuer me`)
    expect(visits).toMatchObject([{ destination, issuer: 'me' }])
  })

  it.each([
    ['admin', undefined, undefined],
    ['admin', '2h', 7200],
    ['admin', '1m', 900],
    ['admin', '13h', 43_200],
    ['eight', undefined, 28_800],
    ['eight', '1h', 3600],
    ['chained', undefined, undefined],
  ])('asks AWS for a duration only where one is wanted and can be had: %s %s', async (name, asked, sent) => {
    const flag = asked === undefined ? '' : ` --duration ${asked}`
    const { exitCode, stderr } = await world().run(`atmos auth console ${name}${flag}`)
    expect(exitCode).toBe(0)
    expect(visits[0]?.durationSeconds).toBe(sent)
    if (asked === '1m' || asked === '13h') expect(stderr).toContain('lasts 15m to 12h')
    if (name === 'chained') expect(stderr).toContain('console.session_duration does not apply')
  })

  it.each([
    ['chained --duration 1h', 2, /AWS refuses a duration for chained roles/],
    ['--duration soon', 2, /soon is not a duration/],
    ['--destination s4', 2, /Did you mean s3/],
    ['--destination ""', 2, /no page of the console/],
    ['passing', 3, /cannot open the console/],
    ['nobody', 3, /no identity called nobody/],
  ])('refuses %s before anybody signs in', async (words, exitCode, message) => {
    const record = await world().run(`atmos auth console ${words}`)
    expect(record).toMatchObject({ exitCode, stdout: '' })
    expect(record.stderr).toMatch(message)
    expect(walked).toEqual([])
    expect(visits).toEqual([])
  })
})
