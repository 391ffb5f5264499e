export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE'
  /** Absolute `http:` or `https:` URL. */
  readonly url: string
  /** Names in lower case. `host` and `content-length` are filled in when absent. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One HTTP exchange; redirects are not followed. */
export interface Http {
  /**
   * @param timeoutMs whole exchange, from connecting to the last byte
   * @throws Node's own connection errors (`code`: `ECONNREFUSED`, `ENOTFOUND`, `CERT_…`), or an `Error` with
   *   one of our codes: `ETIMEDOUT`, `ERR_BODY_TOO_LARGE`, `ERR_CA_BUNDLE` (AWS_CA_BUNDLE cannot be used),
   *   `ERR_PROXY_ADDRESS` (a proxy variable cannot be read), `ERR_PROXY_REFUSED` (the proxy said no). Messages
   *   about a proxy name it without its password.
   */
  send(request: HttpRequest, timeoutMs: number): Promise<HttpResponse>
}

/**
 * An HTTP service as a function: what the emulator is, and what a server effect listens with. An `Error` with
 * `code: 'ECONNRESET'` makes the server break the connection.
 */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>
