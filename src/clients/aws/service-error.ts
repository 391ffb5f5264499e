import { parseRecord } from '../../auth/parse-json.ts'
import type { HttpResponse } from '../../effects/http.ts'
import { readXml } from './xml.ts'

/** What an AWS service said instead of an answer. */
export interface ServiceError {
  /** `AccessDeniedException`; without namespace and address. */
  readonly code: string
  readonly message: string
}

/**
 * Reads an error answer in JSON (`{"__type": "ns#Code", "message": …}`, or the code in `x-amzn-errortype`) or
 * XML (`<Error><Code/><Message/></Error>`).
 * @returns `undefined` when this is not how AWS says no
 */
export function readServiceError(response: HttpResponse): ServiceError | undefined {
  const body = response.body.trim()
  return body.startsWith('<') ? fromXml(body) : fromJson(body, response.headers['x-amzn-errortype'])
}

function fromXml(body: string): ServiceError | undefined {
  const error = readXml(body)?.find('Error')
  const code = error?.text('Code')
  return code ? { code: bareCode(code), message: error?.text('Message') ?? '' } : undefined
}

function fromJson(body: string, header: string | undefined): ServiceError | undefined {
  const fields = parseRecord(body)
  const code = [header, fields?.__type, fields?.code, fields?.Code].find(value => typeof value === 'string')
  if (fields === undefined || typeof code !== 'string' || code === '') return undefined
  const message = [fields.message, fields.Message].find(value => typeof value === 'string')
  return { code: bareCode(code), message: typeof message === 'string' ? message : '' }
}

/** An error's name without namespace and address. */
export function bareCode(code: string): string {
  return code.replace(/^.*#/, '').replace(/:.*$/, '')
}
