import { createHash } from 'node:crypto'
import type { Received } from '../received.ts'

/**
 * The canonical request of Signature Version 4, rebuilt from what arrived and the list of headers the
 * caller says are signed.
 * Source: AWS IAM user guide, "Create a signed AWS API request".
 */
export function canonicalRequest(received: Received, signedHeaders: readonly string[]): string {
  return [
    received.method,
    canonicalPath(received.url.pathname),
    canonicalQuery(received.url.search),
    ...signedHeaders.map(name => `${name}:${canonicalValue(received.headers[name] ?? '')}`),
    '',
    signedHeaders.join(';'),
    sha256(received.body),
  ].join('\n')
}

/** Hexadecimal, of the text's UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function canonicalValue(value: string): string {
  return value.trim().replace(/\s+/g, ' ')
}

/** Every service but S3 encodes the path, which is already encoded, once more. */
function canonicalPath(path: string): string {
  return path.split('/').map(encode).join('/') || '/'
}

function canonicalQuery(search: string): string {
  if (search.length < 2) return ''
  const pairs = search
    .slice(1)
    .split('&')
    .map(pair => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return `${encode(decode(name))}=${encode(decode(value))}`
    })
  return pairs.sort().join('&')
}

/** A stray percent sign stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
