import * as v from 'valibot'
import type { AwsCredentials } from '../../../auth/credentials.ts'
import { defineIdentity } from '../../../auth/define-kind.ts'
import { regionName } from '../../../auth/fields.ts'
import { Secret } from '../../../auth/secret.ts'
import type { Environment } from '../../../effects/environment.ts'
import { Failure } from '../../../errors/failure.ts'

const spec = v.optional(v.object({ principal: v.optional(v.object({ region: v.optional(regionName) })) }), {})

/** Whoever the surroundings say we are: environment keys first, then the rest of the AWS provider chain. */
export const awsAmbient = defineIdentity({
  kind: 'aws/ambient',
  title: 'AWS credentials from the surroundings',
  spec,
  accepts: [],
  yields: 'aws',
  ambient: true,
  async authenticate({ spec }, effects) {
    const found = environmentKeys(effects.env) ?? (await beyondKeys())
    const region = spec.principal?.region
    return region === undefined ? found : { ...found, region }

    async function beyondKeys(): Promise<AwsCredentials> {
      const { askProviderChain } = await import('../../../clients/aws/credential-chain.ts')
      return await askProviderChain(effects)
    }
  },
})

/**
 * The keys of the environment; they win over `AWS_PROFILE`. `undefined` unless both halves are set.
 * @throws Failure `no-credentials` for a value with a line break, or white space around it: no request could
 *   carry it
 */
export function environmentKeys(env: Pick<Environment, 'get'>): AwsCredentials | undefined {
  const accessKeyId = env.get('AWS_ACCESS_KEY_ID')
  const secret = env.get('AWS_SECRET_ACCESS_KEY')
  if (!accessKeyId || !secret) return undefined
  for (const name of keyVariables) refuseUnclean(name, env.get(name) ?? '')
  const token = env.get('AWS_SESSION_TOKEN')
  const expiresAt = Date.parse(env.get('AWS_CREDENTIAL_EXPIRATION') ?? '')
  return {
    type: 'aws',
    accessKeyId,
    secretAccessKey: new Secret(secret),
    ...(token ? { sessionToken: new Secret(token) } : {}),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
    source: 'environment',
  }
}

const keyVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/** A secret pasted or read from a file often brings its line break along. */
function refuseUnclean(variable: string, value: string): void {
  const flaw = /[\r\n]/.test(value)
    ? 'a line break'
    : /^\s|\s$/.test(value)
      ? 'white space at its beginning or end'
      : /\p{Cc}/u.test(value)
        ? 'a control character'
        : undefined
  if (flaw === undefined) return
  throw new Failure({
    code: 'no-credentials',
    what: 'The keys of the environment cannot be used',
    why: `${variable} holds ${flaw}`,
    next: `Remove ${flaw.replace(/^a /, 'the ')}: export ${variable}="$(printf %s "$${variable}" | tr -d '[:space:][:cntrl:]')"`,
    details: { variable },
  })
}
