import type { AwsFilesPlace } from './aws-files-place.ts'

/** What an identity means for the environment of other programs. */
export interface Variables {
  readonly set: Readonly<Record<string, string>>
  /** Variables that would win over those set, and hence must go. */
  readonly unset: readonly string[]
}

export interface IdentityOutside {
  /** Where its AWS files are; `undefined` for identities that lend none (`ambient`, `aws/ambient`). */
  readonly place: AwsFilesPlace | undefined
  readonly region?: string | undefined
  /** The identity's own `env` entries. */
  readonly entries?: readonly { readonly key: string; readonly value: string }[]
  /** The folder of Docker's configuration, where one is set. */
  readonly dockerConfig?: string | undefined
}

/**
 * Variables that AWS tools read before `AWS_PROFILE`. `AWS_DEFAULT_PROFILE` is one: AWS CLI 1 and boto3 look
 * at it first (botocore, configprovider.py).
 */
const shadows = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_DEFAULT_PROFILE',
] as const

/** The variables of `auth env`. An identity's own entries have the last word. */
export function identityVariables({ place, region, entries = [], dockerConfig }: IdentityOutside): Variables {
  const own = Object.fromEntries(entries.map(({ key, value }) => [key, value]))
  const docker = dockerConfig === undefined ? {} : { DOCKER_CONFIG: dockerConfig }
  if (place === undefined) return { set: { ...docker, ...own }, unset: [] }
  const set = {
    AWS_SHARED_CREDENTIALS_FILE: place.credentialsFile,
    AWS_CONFIG_FILE: place.configFile,
    AWS_PROFILE: place.profile,
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    ...docker,
    ...own,
  }
  return { set, unset: shadows.filter(name => !Object.hasOwn(own, name)) }
}

export interface ChildParts {
  /** The environment we were started with. */
  readonly parent: Readonly<Record<string, string>>
  /** Top-level `env:` of the configuration. */
  readonly configured: Readonly<Record<string, string>>
  readonly variables: Variables
  /** On Windows the case of a variable's name does not matter. */
  readonly platform: NodeJS.Platform
}

/**
 * The whole environment of a program run with an identity. Where AWS files are used the program must not
 * fall back to the machine's own role, should anything be wrong with them.
 */
export function childEnvironment({
  parent,
  configured,
  variables,
  platform,
}: ChildParts): Record<string, string> {
  const lends = variables.set.AWS_PROFILE !== undefined
  const guards = lends ? { AWS_SDK_LOAD_CONFIG: '1', AWS_EC2_METADATA_DISABLED: 'true' } : {}
  const added = { ...configured, ...guards, ...variables.set }
  const gone = new Set([...variables.unset, ...Object.keys(added)].map(name => sameCase(name, platform)))
  const kept = Object.entries(parent).filter(([name]) => !gone.has(sameCase(name, platform)))
  const rest = Object.entries(added).filter(
    ([name]) => Object.hasOwn(variables.set, name) || !variables.unset.includes(name),
  )
  return Object.fromEntries([...kept, ...rest])
}

function sameCase(name: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? name.toUpperCase() : name
}
