import type { AuthConfig } from '../../auth/auth-config.ts'
import { formatDuration } from '../../cli/duration.ts'
import { Failure } from '../../errors/failure.ts'
import type { AwsFilesPlace } from '../../sinks/aws-files-place.ts'
import type { Variables } from '../../sinks/environment.ts'
import type { Context } from '../context.ts'
import { regionOf, rootProvider } from '../identity/plan-facts.ts'
import { isSensitiveVariable } from '../sensitive-variable.ts'
import { isEndingSoon } from './ending-soon.ts'
import type { Somebody } from './whoami.ts'

/** A table for people, on standard error. */
export function sayWhoami(context: Context, { realm }: AuthConfig, somebody: Somebody): void {
  const { voice, effects } = context
  const { plan, credentials, caller, since } = somebody
  const isValid = !(caller instanceof Failure)
  const mark = isValid ? voice.style('green', '✓') : voice.style('red', '✗')
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Realm', realm && `${realm.value} (${realm.source})`],
    ['Provider', providerOf(somebody)],
    ['Identity', plan.target],
    ['Principal', isValid ? caller?.arn : undefined],
    ['Account', isValid ? caller?.account : undefined],
    ['Region', regionFor(somebody)],
    ['Expires', expires(context, credentials.expiresAt)],
    ['Last Updated', localTime(since)],
  ]
  const lines = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`  ${voice.style('dim', label.padEnd(12))}  ${value}`],
  )
  effects.terminal.say(`${[`${mark} Current Authentication Status`, '', ...lines].join('\n')}\n`)
  if (caller === undefined) voice.note(`${plan.target} passes on the credentials of the surroundings`)
}

interface Around {
  readonly auth: AuthConfig
  readonly variables: Variables
  readonly place: AwsFilesPlace | undefined
}

/** The same for scripts, under Atmos's names. Never a secret. */
export function whoamiAsJson(somebody: Somebody, { auth, variables, place }: Around): unknown {
  const { plan, credentials, caller, since } = somebody
  const known = caller instanceof Failure ? undefined : caller
  const environment = Object.entries(variables.set)
  return {
    realm: auth.realm?.value,
    realm_source: auth.realm?.source,
    provider: providerOf(somebody),
    identity: plan.target,
    principal: known?.arn ?? '',
    account: known?.account,
    region: regionFor(somebody),
    expiration: credentials.expiresAt === undefined ? undefined : rfc3339(credentials.expiresAt),
    environment:
      environment.length === 0
        ? undefined
        : Object.fromEntries(
            environment
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .map(([name, value]) => [name, isSensitiveVariable(name) ? '***REDACTED***' : value]),
          ),
    paths:
      place === undefined
        ? undefined
        : [
            { location: place.credentialsFile, type: 'file', purpose: `AWS credentials of ${plan.target}` },
            { location: place.configFile, type: 'file', purpose: `AWS settings of ${plan.target}` },
          ],
    last_updated: rfc3339(since),
  }
}

/** Where the chain starts; Atmos calls those without a provider after their kind. */
function providerOf({ plan }: Somebody): string {
  return rootProvider(plan) ?? (plan.steps[0]?.kind ?? '').replace('/', '-')
}

function regionFor({ plan, credentials }: Somebody): string | undefined {
  return regionOf(plan) ?? (credentials.type === 'aws' ? credentials.region : undefined)
}

function expires({ voice, effects }: Context, expiresAt: number | undefined): string | undefined {
  if (expiresAt === undefined) return undefined
  const left = expiresAt - effects.clock.now()
  const words = formatDuration(left)
  return `${localTime(expiresAt)} (${isEndingSoon(left) ? voice.style('red', words) : words})`
}

/** `2026-11-23 12:00:00 UTC` */
function localTime(instant: number): string {
  return new Date(instant)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
}

function rfc3339(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')
}
