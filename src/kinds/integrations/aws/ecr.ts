import * as v from 'valibot'
import { defineIntegration } from '../../../auth/define-kind.ts'
import { accountId, regionName } from '../../../auth/fields.ts'
import { partitionOf } from '../../../aws/partitions.ts'
import { getAuthorizationToken } from '../../../clients/aws/ecr.ts'
import { parseRegistryHost, privateRegistryHost } from '../../../docker/registry-host.ts'

/** `host` comes from our own commands only: a registry may have a FIPS or dual-stack name besides its usual one. */
const registry = v.object({ account_id: accountId, region: regionName, host: v.optional(v.string()) })

type Spec = { readonly registry: v.InferOutput<typeof registry> }

/** A login for one private registry; its token opens every registry of the Region that the caller may use. */
export const awsEcr = defineIntegration({
  kind: 'aws/ecr',
  title: 'Amazon ECR, a private registry',
  label: 'ECR login',
  spec: v.object({ registry }),
  accepts: ['aws'],
  serves: spec => [hostOf(spec)],
  tokenKey({ registry }) {
    const { fips, dualStack } = variantOf({ registry })
    return [partitionOf(registry.region).id, registry.region, fips && 'fips', dualStack && 'dual-stack']
      .filter(Boolean)
      .join('/')
  },
  fetchToken: ({ spec, base }, effects) =>
    getAuthorizationToken(
      { credentials: base, place: { region: spec.registry.region, variant: variantOf(spec) } },
      effects,
    ),
  verify: async (login, effects) =>
    (await import('../../../clients/oci-registry.ts')).verifyLogin(login, effects),
})

function hostOf({ registry: { host, account_id, region } }: Spec): string {
  return host ?? privateRegistryHost({ accountId: account_id, region })
}

/** Who names a FIPS or dual-stack registry wants the token from such an endpoint too. */
function variantOf(spec: Spec): { readonly fips?: true; readonly dualStack?: true } {
  const host = parseRegistryHost(hostOf(spec))
  if (host?.type !== 'private') return {}
  return { ...(host.fips ? { fips: true } : {}), ...(host.dualStack ? { dualStack: true } : {}) }
}
