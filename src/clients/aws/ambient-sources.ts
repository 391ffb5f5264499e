import { join } from 'node:path'
import type { Needs } from '../../effects/effects.ts'
import { nearest } from '../../errors/nearest.ts'

/** A place where ambient credentials may be found. */
export interface AmbientSource {
  readonly id: 'environment' | 'profile' | 'web-identity' | 'container' | 'instance'
  /** For people: `profile dev`. */
  readonly name: string
  /** Why it cannot give any; `undefined` when it has to be asked. */
  readonly absent: string | undefined
}

type SourceNeeds = Needs<'env' | 'files'>

/**
 * The places of the AWS provider chain, in its order, with the reason where a look at the environment already
 * shows that nothing is there.
 */
export function ambientSources(effects: SourceNeeds): readonly AmbientSource[] {
  const { env } = effects
  const profile = profileName(effects)
  return [
    { id: 'environment', name: 'environment', absent: missingKeys(effects) },
    { id: 'profile', name: `profile ${profile}`, absent: missingProfile(profile, effects) },
    {
      id: 'web-identity',
      name: 'web identity token',
      absent: missing(['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'], effects),
    },
    {
      id: 'container',
      name: 'container endpoint (ECS, EKS Pod Identity)',
      absent:
        env.get('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || env.get('AWS_CONTAINER_CREDENTIALS_FULL_URI')
          ? undefined
          : 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI are not set',
    },
    { id: 'instance', name: 'EC2 instance metadata', absent: switchedOff(effects) },
  ]
}

/** The profile that the chain will use. */
function profileName({ env }: Needs<'env'>): string {
  return env.get('AWS_PROFILE') || 'default'
}

function missing(variables: readonly string[], { env }: Needs<'env'>): string | undefined {
  const unset = variables.filter(variable => !env.get(variable))
  return unset.length === 0
    ? undefined
    : `${unset.join(' and ')} ${unset.length === 1 ? 'is' : 'are'} not set`
}

function missingKeys(effects: Needs<'env'>): string | undefined {
  return missing(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], effects)
}

function switchedOff({ env }: Needs<'env'>): string | undefined {
  const value = env.get('AWS_EC2_METADATA_DISABLED')
  return value && value !== 'false' ? `AWS_EC2_METADATA_DISABLED is ${value}` : undefined
}

function missingProfile(profile: string, effects: SourceNeeds): string | undefined {
  const files = [sharedFile('config', effects), sharedFile('credentials', effects)]
  const texts = files.map(path => (path === undefined ? undefined : effects.files.read(path)))
  const there = files.filter((_, index) => texts[index] !== undefined)
  if (there.length === 0) return `there is no ${files.filter(path => path !== undefined).join(' and no ')}`
  const heads = texts.flatMap(bytes =>
    bytes === undefined ? [] : sectionNames(new TextDecoder().decode(bytes)),
  )
  if (heads.includes(profile) || heads.includes(`profile ${profile}`)) return undefined
  const close = nearest(
    profile,
    heads.map(head => head.replace(/^profile /, '')),
  )
  const meant = close === undefined ? '' : `; did you mean ${close}?`
  return `there is no profile of that name in ${there.join(' or ')}${meant}`
}

function sharedFile(name: 'config' | 'credentials', { env }: Needs<'env'>): string | undefined {
  const named = env.get(name === 'config' ? 'AWS_CONFIG_FILE' : 'AWS_SHARED_CREDENTIALS_FILE')
  if (named) return named
  return env.home === undefined ? undefined : join(env.home, '.aws', name)
}

/** `[profile "dev"]` as `profile dev`. */
function sectionNames(text: string): string[] {
  return [...text.matchAll(/^\s*\[([^\]\n]*)\]/gm)].map(([, head = '']) =>
    head.trim().replace(/\s+/g, ' ').replace(/["']/g, ''),
  )
}
