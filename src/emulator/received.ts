import type { HttpRequest } from '../effects/http.ts'

/** A request as the services read it. */
export interface Received {
  readonly method: HttpRequest['method']
  readonly url: URL
  /** The `Host` header in lower case, with its port when it has one. */
  readonly host: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Reads a request; the `Host` header wins over the URL, so that any address can be called by any name. */
export function receive(request: HttpRequest): Received {
  const url = new URL(request.url)
  const host = (request.headers.host ?? url.host).toLowerCase()
  return {
    method: request.method,
    url,
    host,
    headers: { ...request.headers, host },
    body: request.body ?? '',
  }
}

/** The fields of a query-protocol call: from the form in the body, or from the URL. */
export function formOf(received: Received): URLSearchParams {
  return received.method === 'POST' ? new URLSearchParams(received.body) : received.url.searchParams
}
