import type { SsoPortal } from '../../auth/credentials.ts'
import type { OidcRefusal } from '../../clients/aws/sso-oidc-refusal.ts'
import { Failure } from '../../errors/failure.ts'

/** A no that is not the person's. */
export function refusedByService({ startUrl, region }: SsoPortal, { words, refused }: OidcRefusal): Failure {
  return new Failure({
    code: 'request-refused',
    what: `IAM Identity Center refused the sign-in to ${startUrl}`,
    why: words,
    next: `Check start_url and region (${region}) of the provider: the Region is the one IAM Identity Center was set up in`,
    details: { serviceCode: refused },
  })
}
