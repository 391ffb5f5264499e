import { credentialStore, type FakeProgram } from '../doubles/processes.ts'
import { exampleKeys, type World, type WorldOptions } from '../doubles/world.ts'

/** A machine, and what is done to it before the doctor comes. */
export interface Machine extends WorldOptions {
  readonly prepare?: (world: World) => unknown
  /** Words of the doctor; default `doctor --format json`. */
  readonly line?: string
}

const home = '/home/me'
export const path = `${home}/.docker/config.json`
export const config = (value: unknown) => ({ [path]: JSON.stringify(value) })
export const pem = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n'
export const hour = 3_600_000

/** A registry password that says when it ends, as those of ECR do. */
const tokenUntil = (iso: string) =>
  Buffer.from(JSON.stringify({ payload: 'x', expiration: Date.parse(iso) / 1000 })).toString('base64')
export const entry = (password: string) => ({ auth: Buffer.from(`AWS:${password}`).toString('base64') })
export const fresh = entry(tokenUntil('2026-11-23T23:00:00Z'))
export const stale = entry(tokenUntil('2026-11-23T11:00:00Z'))

export const holding = (host: string): FakeProgram =>
  credentialStore(
    new Map([[host, JSON.stringify({ ServerURL: host, Username: 'AWS', Secret: 'held-by-the-store' })]]),
  )
export const silent: FakeProgram = () => ({ exitCode: undefined, timedOut: true })
export const login = (world: World) => world.run('aws ecr login --public')
export const keys = (arn: string, allow?: readonly string[]): NonNullable<WorldOptions['emulator']> => ({
  principals: [
    {
      arn,
      accessKeyId: exampleKeys.AWS_ACCESS_KEY_ID,
      secretAccessKey: exampleKeys.AWS_SECRET_ACCESS_KEY,
      ...(allow === undefined ? {} : { allow }),
    },
  ],
})

export const keychainPrograms = (answer: object): Machine => ({
  env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' },
  started: { node: 'node' },
  programs: { node: ({ input = '[]' }) => ({ stdout: JSON.stringify(JSON.parse(input).map(() => answer)) }) },
})

export const atmosYaml = (integration: string) => ({
  '/work/atmos.yaml': `auth:
  identities:
    ops: { kind: aws/ambient }
  integrations:
    tools:
      kind: aws/ecr
      via: { identity: ops }
      ${integration}
`,
})
