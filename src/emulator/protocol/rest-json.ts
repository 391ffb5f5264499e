import type { HttpResponse } from '../../effects/http.ts'
import type { Received } from '../received.ts'

interface RestAnswer {
  readonly status?: number
  readonly body: object
  /** The error's class, which this protocol has in a header. */
  readonly errorType?: string
}

/** An answer of AWS's REST JSON protocol. */
export function restAnswer({ status = 200, body, errorType }: RestAnswer): HttpResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
    },
    body: JSON.stringify(body),
  }
}

/** The fields of a JSON body; `undefined` when it is not a JSON object. */
export function fieldsOf({ body }: Received): Readonly<Record<string, unknown>> | undefined {
  try {
    const fields: unknown = JSON.parse(body)
    return typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? { ...fields } : undefined
  } catch {
    return undefined
  }
}

/** The path without doubled slashes, which a base address with a slash at its end leads to. */
export function pathOf({ url }: Received): string {
  return url.pathname.replace(/\/{2,}/g, '/')
}

/** Where a page of this service is for a browser that can reach the caller's address. */
export function originOf({ host, url }: Received): string {
  return `${url.protocol}//${host}`
}
