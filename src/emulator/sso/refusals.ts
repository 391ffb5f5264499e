import type { HttpResponse } from '../../effects/http.ts'
import { restAnswer } from '../protocol/rest-json.ts'
import { type CommonReason, type OwnReason, Refusal, wireReason } from '../refusal.ts'

/** Errors of SSO OIDC by their OAuth names, as the service model has them. */
const oidcNames = {
  access_denied: { code: 'AccessDeniedException', status: 400 },
  authorization_pending: { code: 'AuthorizationPendingException', status: 400 },
  expired_token: { code: 'ExpiredTokenException', status: 400 },
  server_error: { code: 'InternalServerException', status: 500 },
  invalid_client: { code: 'InvalidClientException', status: 401 },
  invalid_client_metadata: { code: 'InvalidClientMetadataException', status: 400 },
  invalid_grant: { code: 'InvalidGrantException', status: 400 },
  invalid_redirect_uri: { code: 'InvalidRedirectUriException', status: 400 },
  invalid_request: { code: 'InvalidRequestException', status: 400 },
  invalid_scope: { code: 'InvalidScopeException', status: 400 },
  slow_down: { code: 'SlowDownException', status: 400 },
  unauthorized_client: { code: 'UnauthorizedClientException', status: 400 },
  unsupported_grant_type: { code: 'UnsupportedGrantTypeException', status: 400 },
} as const satisfies Record<string, OwnReason>

type OidcName = keyof typeof oidcNames

/** @param words for `error_description` */
export function oidcRefusal(name: OidcName, words: string): Refusal {
  return new Refusal(oidcNames[name], words)
}

const common: Readonly<Record<CommonReason, OwnReason>> = {
  'missing-signature': oidcNames.invalid_client,
  'incomplete-signature': oidcNames.invalid_request,
  'unknown-key': oidcNames.invalid_client,
  'expired-key': oidcNames.expired_token,
  'bad-signature': oidcNames.invalid_request,
  denied: oidcNames.access_denied,
  throttled: oidcNames.slow_down,
  broken: oidcNames.server_error,
  'unknown-operation': oidcNames.invalid_request,
  invalid: oidcNames.invalid_request,
}

/** A refusal as OAuth words it, its class in a header. */
export function refuseAsOidc(refusal: Refusal): HttpResponse {
  const { code, status } = wireReason(refusal, common)
  const error = Object.entries(oidcNames).find(([, reason]) => reason.code === code)?.[0] ?? 'server_error'
  const body = { error, error_description: refusal.message }
  return restAnswer({ status, body, errorType: code })
}
