import { Refusal } from '../refusal.ts'

/** What an `Authorization: AWS4-HMAC-SHA256 …` header says. */
export interface Authorization {
  readonly accessKeyId: string
  /** `YYYYMMDD` */
  readonly day: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/**
 * Reads the header of a Signature Version 4 request.
 * @throws Refusal `missing-signature`, `incomplete-signature`
 */
export function readAuthorization(header: string | undefined): Authorization {
  if (header === undefined) {
    throw new Refusal('missing-signature', 'Request is missing Authentication Token')
  }
  const [algorithm, list = ''] = splitOnce(header, ' ')
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw new Refusal('incomplete-signature', `Unsupported algorithm in Authorization header: ${algorithm}`)
  }
  const parts = new Map(list.split(',').map(part => splitOnce(part.trim(), '=')))
  const need = (name: string) => {
    const value = parts.get(name)
    if (value) return value
    throw new Refusal('incomplete-signature', `Authorization header requires '${name}' parameter.`)
  }
  const scope = need('Credential').split('/')
  if (scope.length !== 5) {
    throw new Refusal('incomplete-signature', `Credential must have exactly 5 slash-delimited elements.`)
  }
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = scope
  const signedHeaders = need('SignedHeaders').split(';')
  return { accessKeyId, day, region, service, terminator, signedHeaders, signature: need('Signature') }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
