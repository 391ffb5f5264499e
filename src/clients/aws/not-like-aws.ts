import type { HttpResponse } from '../../effects/http.ts'
import { Failure } from '../../errors/failure.ts'

/**
 * An answer that no AWS service gives: a captive portal's page, a proxy's, a wrong address. Of its content only
 * a page's title is shown, because a half-right answer may hold a token.
 */
export function notLikeAws(answer: {
  readonly place: string
  readonly url: string
  readonly response: HttpResponse
  /** What was wrong with an answer that looked right at first. */
  readonly flaw?: string
}): Failure {
  const { response, place, flaw } = answer
  return new Failure({
    code: 'service-answer-invalid',
    what: `${new URL(answer.url).host} did not answer ${place} like AWS`,
    why: flaw ?? descriptionOf(response),
    next: 'A sign-in page of the network, a proxy or a wrong AWS_ENDPOINT_URL may answer instead: open any web page in a browser, then check HTTPS_PROXY and AWS_ENDPOINT_URL',
  })
}

function descriptionOf({ status, headers, body }: HttpResponse): string {
  if (status >= 300 && status < 400) return `it answered ${status}, a redirection`
  if (/^\s*<(!doctype\s+html|html)/i.test(body)) {
    const title = /<title[^>]*>\s*([^<]{1,120}?)\s*<\/title>/i.exec(body)?.[1]
    return `it answered ${status} with a web page${title ? ` called "${title.replace(/\s+/g, ' ')}"` : ''}`
  }
  if (body.trim() === '') return `it answered ${status} with nothing`
  return `it answered ${status} with ${headers['content-type'] ?? 'something unnamed'} that cannot be read`
}
