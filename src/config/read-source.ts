import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { wordsOf } from '../errors/to-failure.ts'
import type { SourceText } from './source-text.ts'

const timeLimitMs = 10_000
const mostRedirects = 5
/** A configuration larger than this is something else by mistake. */
const mostBytes = 16 * 1024 * 1024

/**
 * Reads a file of the configuration.
 * @throws Failure `config-import-failed` with the system's own words when it is absent or cannot be read
 */
export function readLocal(file: string, { files }: Needs<'files'>): SourceText {
  let bytes: Uint8Array | undefined
  try {
    bytes = files.read(file)
  } catch (thrown) {
    throw unreadable(file, wordsOf(thrown), thrown)
  }
  if (bytes === undefined) throw unreadable(file, 'there is no such file')
  return { file, text: decodeText(bytes, file), remote: false }
}

/**
 * Fetches a file of the configuration; redirects are followed to https addresses only.
 * @throws Failure `config-import-failed`
 */
export async function readRemote(url: string, effects: Needs<'http' | 'clock'>): Promise<SourceText> {
  let address = url
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response = await get(address, effects)
    const next = response.status >= 300 && response.status < 400 ? response.headers.location : undefined
    if (next === undefined) {
      if (response.status !== 200) throw unreadable(url, `the server answered with status ${response.status}`)
      if (response.body.length > mostBytes) throw unreadable(url, 'the answer is too large')
      return { file: url, text: response.body, remote: true }
    }
    const target = URL.canParse(next, address) ? new URL(next, address) : undefined
    if (target?.protocol !== 'https:') throw unreadable(url, `it redirects to ${next}, which is not https`)
    address = target.href
  }
  throw unreadable(url, 'it redirects too often')
}

async function get(url: string, { http, clock }: Needs<'http' | 'clock'>) {
  const timeout = Math.min(timeLimitMs, Math.max(1, clock.deadline - clock.now()))
  try {
    return await http.send(
      { method: 'GET', url, headers: { accept: '*/*', 'user-agent': 'atmos-auth' } },
      timeout,
    )
  } catch (thrown) {
    throw unreadable(url, wordsOf(thrown), thrown)
  }
}

/** Text of a file as Go's YAML reader takes it: UTF-8, or UTF-16 where a byte order mark says so. */
function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length > mostBytes) throw unreadable(file, `it has ${bytes.length} bytes`)
  const kind = binaryKind(bytes)
  if (kind !== undefined) throw notText(file, kind)
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (thrown) {
    throw notText(file, `it is not text in ${encoding.toUpperCase()}`, thrown)
  }
}

const beginnings: readonly (readonly [string, string])[] = [
  ['1f8b', 'it is compressed with gzip'],
  ['504b0304', 'it is a ZIP archive'],
  ['7f454c46', 'it is a program'],
  ['89504e47', 'it is a picture'],
]

/** What a file is that begins like something well known that is no text. */
function binaryKind(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  return beginnings.find(([beginning]) => start.startsWith(beginning))?.[1]
}

function notText(file: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'config-invalid',
    what: `Could not read ${file}`,
    why,
    next: 'Save it as YAML text in UTF-8, or name another file',
    cause,
    details: { file },
  })
}

function unreadable(file: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'config-import-failed',
    what: `Could not read ${file}`,
    why,
    next: 'Correct the path where it is named, or remove it there',
    cause,
    details: { file },
  })
}
