import * as v from 'valibot'
import type { SsoPortal } from '../../../auth/credentials.ts'
import { defineProvider } from '../../../auth/define-kind.ts'
import { durationSeconds, regionName, text } from '../../../auth/fields.ts'

const startUrl = v.pipe(
  text,
  v.check(
    value => /^https?:\/\/[^\s/]/.test(value) && URL.canParse(value),
    'is not a web address: write it like https://my-org.awsapps.com/start',
  ),
)

const spec = v.object({
  start_url: startUrl,
  region: regionName,
  auto_provision_identities: v.optional(v.boolean()),
  spec: v.optional(
    v.object({
      endpoint_url: v.optional(text),
      flow: v.optional(v.picklist(['pkce', 'device'])),
      sso_session: v.optional(text),
      files: v.optional(v.object({ base_path: v.optional(text) })),
    }),
  ),
  console: v.optional(v.object({ session_duration: v.optional(durationSeconds) })),
})

type Spec = v.InferOutput<typeof spec>

/** A portal of AWS IAM Identity Center: its session rests in the AWS CLI's own cache, and serves both. */
export const awsIamIdentityCenter = defineProvider({
  kind: 'aws/iam-identity-center',
  title: 'AWS IAM Identity Center',
  spec,
  yields: 'sso',
  heeds: ['flow'],
  async authenticate({ name, spec }, effects) {
    const { openSession } = await import('../../sso/session.ts')
    return await openSession({ portal: portalOf(name, spec) }, effects)
  },
  async discover({ base }, effects) {
    const { discoverIdentities } = await import('../../sso/discover.ts')
    return await discoverIdentities(base, effects)
  },
  async signOut({ name, spec }, effects) {
    const { closeSessions } = await import('../../sso/close.ts')
    return await closeSessions(portalOf(name, spec), effects)
  },
})

function portalOf(provider: string, { start_url, region, spec }: Spec): SsoPortal {
  const { endpoint_url, flow, sso_session } = spec ?? {}
  return {
    provider,
    startUrl: start_url,
    region,
    ...(sso_session === undefined ? {} : { sessionName: sso_session }),
    ...(endpoint_url === undefined ? {} : { endpointUrl: endpoint_url }),
    ...(flow === undefined ? {} : { flow }),
  }
}
