import type { HttpResponse } from '../../effects/http.ts'
import type { CommonReason, OwnReason, Refusal } from '../refusal.ts'
import { wireReason } from '../refusal.ts'
import type { Piece } from './image.ts'

/** Codes of the OCI distribution specification, statuses as ECR Public and ECR give them. */
export const registryReasons = {
  denied: { code: 'DENIED', status: 403 },
  tooMany: { code: 'TOOMANYREQUESTS', status: 429 },
  noRepository: { code: 'NAME_UNKNOWN', status: 404 },
  noManifest: { code: 'MANIFEST_UNKNOWN', status: 404 },
  noBlob: { code: 'BLOB_UNKNOWN', status: 404 },
  unsupported: { code: 'UNSUPPORTED', status: 405 },
} as const satisfies Record<string, OwnReason>

const common: Readonly<Record<CommonReason, OwnReason>> = {
  'missing-signature': { code: 'UNAUTHORIZED', status: 401 },
  'incomplete-signature': registryReasons.denied,
  'unknown-key': registryReasons.denied,
  'expired-key': registryReasons.denied,
  'bad-signature': registryReasons.denied,
  denied: registryReasons.denied,
  throttled: registryReasons.tooMany,
  broken: { code: 'UNKNOWN', status: 500 },
  'unknown-operation': { code: 'UNSUPPORTED', status: 405 },
  invalid: { code: 'NAME_INVALID', status: 400 },
}

/** A refusal as the distribution specification spells it. */
export function refuseAsRegistry(refusal: Refusal): HttpResponse {
  const { code, status } = wireReason(refusal, common)
  return answerJson(status, { errors: [{ code, message: refusal.message }] })
}

/** An answer of a registry with a JSON body. */
export function answerJson(status: number, body: object): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' },
    body: JSON.stringify(body),
  }
}

/** A manifest or blob; `HEAD` gets its facts without its bytes. */
export function answerPiece({ mediaType, digest, text }: Piece, method: string): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': mediaType,
      'content-length': String(text.length),
      'docker-content-digest': digest,
      'docker-distribution-api-version': 'registry/2.0',
    },
    body: method === 'HEAD' ? '' : text,
  }
}
