import type { HttpResponse } from '../../effects/http.ts'
import type { AccessKey } from '../keys.ts'
import { type PretendService, regionOfHost } from '../pretend-service.ts'
import { formOf, type Received } from '../received.ts'
import { type CommonReason, type OwnReason, Refusal, wireReason } from '../refusal.ts'
import { verifySignature } from '../signature/verify.ts'
import { newRequestId, type World } from '../world.ts'
import { type XmlFields, xml } from './xml.ts'

/** A call of an AWS query service, as its operation sees it. */
interface QueryCall {
  readonly form: URLSearchParams
  readonly world: World
}

interface SignedQueryCall extends QueryCall {
  readonly key: AccessKey
}

/** An operation gives back the fields of its result; open ones (federation) carry no signature. */
export type QueryOperation =
  | { readonly signed: true; run(call: SignedQueryCall): XmlFields }
  | { readonly signed: false; run(call: QueryCall): XmlFields }

export interface QueryServiceParts {
  readonly name: string
  readonly hosts: RegExp
  /** Date of the API: `2011-06-15`. */
  readonly version: string
  readonly namespace: string
  readonly operations: Readonly<Record<string, QueryOperation>>
}

const reasons: Readonly<Record<CommonReason, OwnReason>> = {
  'missing-signature': { code: 'MissingAuthenticationToken', status: 403 },
  'incomplete-signature': { code: 'IncompleteSignature', status: 400 },
  'unknown-key': { code: 'InvalidClientTokenId', status: 403 },
  'expired-key': { code: 'ExpiredToken', status: 403 },
  'bad-signature': { code: 'SignatureDoesNotMatch', status: 403 },
  denied: { code: 'AccessDenied', status: 403 },
  throttled: { code: 'Throttling', status: 400 },
  broken: { code: 'InternalFailure', status: 500 },
  'unknown-operation': { code: 'InvalidAction', status: 400 },
  invalid: { code: 'ValidationError', status: 400 },
}

/** A service that speaks the AWS query protocol: a form in, XML out. */
export function queryService(parts: QueryServiceParts): PretendService {
  const { name, hosts, version, namespace, operations } = parts
  const operationOf = (received: Received) => formOf(received).get('Action') ?? ''
  return {
    name,
    hosts,
    operationOf,
    claims: received => operationOf(received) !== '' && formOf(received).get('Version') === version,
    answer(received, world) {
      const action = operationOf(received)
      const operation = operations[action]
      if (operation === undefined) {
        throw new Refusal('unknown-operation', `Could not find operation ${action} for version ${version}`)
      }
      const call = { form: formOf(received), world }
      const scope = { service: name, region: regionOfHost({ hosts }, received.host) }
      const result = operation.signed
        ? operation.run({ ...call, key: verifySignature(received, scope, world).key })
        : operation.run(call)
      const metadata = { RequestId: newRequestId(world) }
      const body = xml({ [`${action}Result`]: result, ResponseMetadata: metadata })
      return answerXml(200, `<${action}Response xmlns="${namespace}">${body}</${action}Response>`)
    },
    refuse(refusal, requestId) {
      const { code, status } = wireReason(refusal, reasons)
      const fault = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: refusal.message }
      const body = xml({ Error: fault, RequestId: requestId })
      return answerXml(status, `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`)
    },
  }
}

function answerXml(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body }
}
