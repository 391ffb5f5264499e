/**
 * The protocol between Docker and its credential programs: `docker-credential-<name> <verb>`, words on
 * standard input, the answer on standard output, failures too (exit 1). Source: docker-credential-helpers,
 * tried with docker-credential-pass 0.6.4, docker-credential-secretservice and amazon-ecr-credential-helper.
 */
export type HelperVerb = 'get' | 'store' | 'erase' | 'list' | 'version'

export interface StoredLogin {
  /** As it was stored: a bare host from us, perhaps a URL from others. */
  readonly serverUrl: string
  readonly username: string
  readonly secret: string
}

/** The sentences that clients compare by the letter. */
export const helperSentences = {
  notFound: 'credentials not found in native keychain',
  noServer: 'no credentials server URL',
  noUsername: 'no credentials username',
} as const

/** What a program said: its exit code (`undefined` when a signal ended it) and its outputs. */
export interface HelperOutput {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export type GetAnswer =
  | { readonly type: 'found'; readonly login: StoredLogin }
  | { readonly type: 'not-found' }
  | { readonly type: 'failed'; readonly words: string }

/** Why a `store` failed, as far as something can be done about it. */
export type StoreTrouble = 'exists' | 'too-long' | 'not-implemented' | 'other'

/** What goes into `store`, and comes out of `get`. */
export function encodeLogin({ serverUrl, username, secret }: StoredLogin): string {
  return JSON.stringify({ ServerURL: serverUrl, Username: username, Secret: secret })
}

/** @returns `undefined` for what is not a login */
export function decodeLogin(text: string): StoredLogin | undefined {
  const fields = fieldsOf(text)
  const { ServerURL = '', Username, Secret } = fields ?? {}
  if (typeof ServerURL !== 'string' || typeof Username !== 'string' || typeof Secret !== 'string')
    return undefined
  return { serverUrl: ServerURL, username: Username, secret: Secret }
}

/** What goes into `get` and `erase`: the server, nothing else. Line breaks around it do not count. */
export function decodeServer(text: string): string | undefined {
  return text.trim() || undefined
}

/** The answer to `list`: servers and their users. */
export function encodeList(logins: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(logins))
}

/** @returns `undefined` for what is not a list */
export function decodeList(text: string): ReadonlyMap<string, string> | undefined {
  const fields = fieldsOf(text)
  if (fields === undefined) return undefined
  return new Map(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * Reads the answer to `get`. Debian's `pass` program says "not found" with an empty user and secret.
 * @param clean see `helperWords`
 */
export function readGetAnswer(output: HelperOutput, clean?: (said: string) => string): GetAnswer {
  if (output.exitCode !== 0) {
    const words = helperWords(output, clean)
    return words.includes(helperSentences.notFound) ? { type: 'not-found' } : { type: 'failed', words }
  }
  const login = decodeLogin(output.stdout)
  if (login === undefined) return { type: 'failed', words: 'its answer is not a login' }
  return login.username === '' && login.secret === '' ? { type: 'not-found' } : { type: 'found', login }
}

/** The secret of a login that a program repeats; what follows it unescaped goes with it. */
const secretField = /(Secret\\*"\s*:\s*\\*")(?:\\.|[^"\\])*/gi

/**
 * What the program itself said about its failure, on one line.
 * @param clean takes out the secrets that the program was given; the secret of a login is taken out anyway
 */
export function helperWords(
  { exitCode, stdout, stderr }: HelperOutput,
  clean: (said: string) => string = said => said,
): string {
  const safe = clean(stdout.trim() || stderr.trim()).replace(secretField, '$1***')
  const said = safe.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const how = exitCode === undefined ? 'was ended by a signal' : `ended with code ${exitCode}`
  return said === '' ? `it ${how} and said nothing` : said.slice(0, 500)
}

/** Sorts a failed `store` by its words; macOS and Windows say them, and Go's line reader. */
export function troubleOf(words: string): StoreTrouble {
  if (/already exists|-25299/i.test(words)) return 'exists'
  if (/stub received bad data|token too long/i.test(words)) return 'too-long'
  return /not implemented/i.test(words) ? 'not-implemented' : 'other'
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined
  }
}
