import * as v from 'valibot'
import type { AwsCredentials } from '../../../auth/credentials.ts'
import { defineIdentity } from '../../../auth/define-kind.ts'
import { durationSeconds, regionName, secretText, text } from '../../../auth/fields.ts'
import { whileAPersonDecides } from '../../../auth/person-time.ts'
import { getSessionToken, type MfaProof } from '../../../clients/aws/sts.ts'
import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { stsEndpoint, withStsAt } from '../../sts-endpoint.ts'
import { webAddress } from '../../web-address.ts'

/** No request could carry anything else. */
const keyText = v.pipe(
  text,
  v.check(
    value => value === value.trim() && !/\p{Cc}/u.test(value),
    'must hold no line break, and no white space around it',
  ),
)

const keys = v.pipe(
  v.object({
    access_key_id: v.optional(keyText),
    secret_access_key: v.optional(v.pipe(keyText, secretText)),
    mfa_arn: v.optional(text),
    region: v.optional(regionName),
    webflow_enabled: v.optional(v.boolean()),
    /** Atmos's older way to say `spec.endpoint_url`. */
    aws: v.optional(v.object({ resolver: v.optional(v.object({ url: v.optional(webAddress) })) })),
  }),
  v.check(
    given => (given.access_key_id === undefined) === (given.secret_access_key === undefined),
    'needs access_key_id and secret_access_key, both or neither',
  ),
)

const spec = v.optional(
  v.object({
    credentials: v.optional(keys),
    session: v.optional(v.object({ duration: v.optional(durationSeconds) })),
    spec: v.optional(
      v.object({
        ...stsEndpoint.entries,
        webflow: v.optional(v.boolean()),
        flow: v.optional(v.picklist(['pkce', 'device'])),
      }),
    ),
  }),
  {},
)

type Keys = v.InferOutput<typeof keys>

/** Limits of GetSessionToken, seconds; with MFA a session may last longer. */
const limits = { shortest: 900, longest: 43_200, longestWithMfa: 129_600 }

/** An IAM user with long-lived keys, from the file or the keyring, or signed in to in a browser. */
export const awsUser = defineIdentity({
  kind: 'aws/user',
  title: 'IAM user',
  spec,
  accepts: [],
  yields: 'aws',
  heeds: ['webflow', 'flow'],
  async authenticate({ name, spec, realm }, effects) {
    const given = spec.credentials ?? {}
    const region = given.region ?? 'us-east-1'
    const longLived = longLivedOf(given, region)
    const { webflow = false, flow } = spec.spec ?? {}
    if (webflow || (longLived === undefined && given.webflow_enabled === true)) {
      const { webflowSession } = await import('../../sign-in/webflow.ts')
      return await webflowSession({ identity: name, realm, region, fresh: webflow, flow }, effects)
    }
    if (longLived === undefined) throw withoutKeys(name)
    const { duration } = spec.session ?? {}
    // A session may call little of STS and IAM, so plain keys act directly.
    if (duration === undefined && given.mfa_arn === undefined) return longLived
    const at = withStsAt(spec.spec?.endpoint_url ?? given.aws?.resolver?.url, effects)
    return await session({ name, credentials: longLived, region, mfaArn: given.mfa_arn, duration }, at)
  },
  async signOut({ name, realm }, effects) {
    const { forgetWebflow } = await import('../../sign-in/webflow.ts')
    return await forgetWebflow({ identity: name, realm }, effects)
  },
})

function longLivedOf({ access_key_id, secret_access_key }: Keys, region: string): AwsCredentials | undefined {
  if (access_key_id === undefined || secret_access_key === undefined) return undefined
  return { type: 'aws', accessKeyId: access_key_id, secretAccessKey: secret_access_key, region }
}

interface SessionWish {
  readonly name: string
  readonly credentials: AwsCredentials
  readonly region: string
  readonly mfaArn: string | undefined
  /** Seconds. */
  readonly duration: number | undefined
}

async function session(wish: SessionWish, effects: Effects): Promise<AwsCredentials> {
  const { credentials, region, mfaArn } = wish
  const longest = mfaArn === undefined ? limits.longest : limits.longestWithMfa
  const asked = wish.duration ?? limits.longest
  const request = {
    credentials,
    region,
    durationSeconds: Math.min(longest, Math.max(limits.shortest, asked)),
  }
  if (mfaArn === undefined) return await getSessionToken(request, effects)
  try {
    return await getSessionToken({ ...request, mfa: await askCode(wish.name, mfaArn, effects) }, effects)
  } catch (thrown) {
    // A mistyped or just expired code is the likeliest reason: ask once more.
    if (!(thrown instanceof Failure) || !/multifactor|mfa/i.test(thrown.why ?? '')) throw thrown
    return await getSessionToken({ ...request, mfa: await askCode(wish.name, mfaArn, effects) }, effects)
  }
}

async function askCode(name: string, device: string, effects: Effects): Promise<MfaProof> {
  const { terminal } = effects
  if (!terminal.canAsk) {
    throw new Failure({
      code: 'login-required',
      what: `Identity ${name} needs the code of its MFA device, and nobody can be asked here`,
      why: `the device is ${device}`,
      next: `Run on a terminal first: atmos auth login ${name}`,
    })
  }
  const code = await whileAPersonDecides(() => terminal.ask(`MFA code of ${device}:`), effects)
  if (code === undefined) throw new Failure({ code: 'interrupted', what: 'No MFA code was given' })
  if (!/^\d{6}$/.test(code.trim())) {
    throw new Failure({
      code: 'sign-in-denied',
      what: 'That is not an MFA code',
      why: 'a code has six digits',
      next: `Try again: atmos auth login ${name}`,
    })
  }
  return { serialNumber: device, tokenCode: code.trim() }
}

function withoutKeys(name: string): Failure {
  return new Failure({
    code: 'no-credentials',
    what: `Identity ${name} has no keys`,
    why: 'neither the configuration nor the keyring holds an access key for it',
    next: `Store them: atmos auth user configure --identity ${name}\nOr sign in with a browser: atmos auth login ${name} --webflow`,
  })
}
