import type { HttpResponse } from '../../effects/http.ts'
import type { PretendService } from '../pretend-service.ts'
import { regionOfHost } from '../pretend-service.ts'
import type { Received } from '../received.ts'
import { type CommonReason, type OwnReason, Refusal, wireReason } from '../refusal.ts'
import { type Signer, verifySignature } from '../signature/verify.ts'
import type { World } from '../world.ts'

/** A verified call of an AWS JSON 1.1 service. */
export interface JsonCall extends Signer {
  readonly input: Readonly<Record<string, unknown>>
  /** The Region of the host; of the signature when the host does not say. */
  readonly region: string
  readonly world: World
}

export interface JsonServiceParts {
  readonly name: string
  readonly hosts: RegExp
  /** The part of `X-Amz-Target` before the dot. */
  readonly target: string
  readonly operations: Readonly<Record<string, (call: JsonCall) => object>>
}

const reasons: Readonly<Record<CommonReason, OwnReason>> = {
  'missing-signature': { code: 'MissingAuthenticationTokenException', status: 400 },
  'incomplete-signature': { code: 'IncompleteSignatureException', status: 400 },
  'unknown-key': { code: 'UnrecognizedClientException', status: 400 },
  'expired-key': { code: 'ExpiredTokenException', status: 400 },
  'bad-signature': { code: 'InvalidSignatureException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'ThrottlingException', status: 400 },
  broken: { code: 'ServerException', status: 500 },
  'unknown-operation': { code: 'UnknownOperationException', status: 400 },
  invalid: { code: 'InvalidParameterException', status: 400 },
}

/** A service that speaks AWS JSON 1.1: target in a header, JSON in and out, errors as `__type`. */
export function jsonService({ name, hosts, target, operations }: JsonServiceParts): PretendService {
  const targetOf = (received: Received) => (received.headers['x-amz-target'] ?? '').split('.')
  const operationOf = (received: Received) => targetOf(received)[1] ?? ''
  return {
    name,
    hosts,
    operationOf,
    claims: received => targetOf(received)[0] === target,
    answer(received, world) {
      const operation = targetOf(received)[0] === target ? operations[operationOf(received)] : undefined
      if (operation === undefined) {
        throw new Refusal('unknown-operation', `${name} has no ${operationOf(received)} here`)
      }
      const region = regionOfHost({ hosts }, received.host)
      const signer = verifySignature(received, { service: name, region }, world)
      return json(200, operation({ ...signer, input: inputOf(received), world }))
    },
    refuse(refusal) {
      const { code, status } = wireReason(refusal, reasons)
      return json(status, { __type: code, message: refusal.message })
    },
  }
}

function inputOf(received: Received): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(received.body)
    if (typeof input === 'object' && input !== null) return { ...input }
  } catch {
    // Answered below, like a body that is JSON but no object.
  }
  throw new Refusal({ code: 'SerializationException', status: 400 }, 'The body is not a JSON object')
}

function json(status: number, body: object): HttpResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) }
}
