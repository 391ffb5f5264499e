import * as v from 'valibot'
import { defineIdentity } from '../../../auth/define-kind.ts'
import { accountId, regionName, text } from '../../../auth/fields.ts'
import type { AccountReference } from '../../sso/find-account.ts'

const byId = v.object({ id: accountId, name: v.optional(v.string()) })
const byName = v.object({ name: text })

/** `account: dev` and `account: "123456789012"` are accepted beside the maps with `name` or `id`. */
const account = v.pipe(
  v.union(
    [text, byId, byName, accountId],
    'must be the name of an account, its 12 digits in quotes, or a map with name or id',
  ),
  v.transform(given => (typeof given === 'object' ? given : plainAccount(given))),
)

const spec = v.object({
  principal: v.object({ name: text, account, region: v.optional(regionName) }),
  spec: v.optional(v.object({ endpoint_url: v.optional(text) })),
})

/** A permission set of IAM Identity Center, in one account. */
export const awsPermissionSet = defineIdentity({
  kind: 'aws/permission-set',
  title: 'Permission set of IAM Identity Center',
  spec,
  accepts: ['sso'],
  yields: 'aws',
  assumesRole: true,
  async authenticate({ name, spec, base }, effects) {
    const { principal } = spec
    const { assumePermissionSet } = await import('../../sso/permission-set.ts')
    const endpointUrl = spec.spec?.endpoint_url ?? base.portal.endpointUrl
    const credentials = await assumePermissionSet(
      {
        identity: name,
        session: base,
        account: principal.account,
        roleName: principal.name,
        ...(endpointUrl === undefined ? {} : { endpointUrl }),
      },
      effects,
    )
    return { ...credentials, region: principal.region ?? base.region }
  },
})

function plainAccount(given: string): AccountReference {
  return /^\d{12}$/.test(given) ? { id: given } : { name: given }
}
