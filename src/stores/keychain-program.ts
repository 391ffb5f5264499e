/** What the child program is asked. */
export interface KeychainRequest {
  readonly operation: 'get' | 'set' | 'remove'
  /** Name of the entry; each key is a service of its own, as in Atmos. */
  readonly service: string
  readonly account: string
  /** For `set`. */
  readonly text?: string
}

/** What it answers to each request; on standard output, as one JSON array in the order asked. */
export type KeychainAnswer =
  | { readonly done: true; readonly text?: string; readonly removed?: boolean }
  | { readonly done: false; readonly missing: boolean; readonly message: string }

/**
 * The program that talks to the keychain, run by `node -e`: a native call that waits (for a person at a
 * locked keychain, for a bus that never speaks) stops timers and even the end of the process it is in, so it
 * must be in a process that can be killed. Text, not a function, because a bundler would rewrite a function.
 *
 * On Linux only the Secret Service counts: the kernel's keyring forgets everything at the end of the session.
 * On Windows the entry's target and bytes are spelled as Atmos's own library spells them.
 */
export const keychainProgram = `
const requests = JSON.parse(require('fs').readFileSync(0, 'utf8'))
console.log(JSON.stringify(requests.map(answer)))

function answer(request) {
  let keyring
  try {
    keyring = require('@napi-rs/keyring')
  } catch {
    return { done: false, missing: true, message: 'the package @napi-rs/keyring is not installed' }
  }
  try {
    return { done: true, ...act(request, keyring) }
  } catch (error) {
    return { done: false, missing: false, message: String(error && error.message || error) }
  }
}

function act({ operation, service, account, text }, keyring) {
  const windows = process.platform === 'win32'
  const entry = windows
    ? keyring.Entry.withTarget(service + ':' + account, service, account)
    : new keyring.Entry(service, account, { linux: { store: 'secret-service' } })
  if (operation === 'remove') return { removed: entry.deleteCredential() }
  if (operation === 'set') {
    if (windows) entry.setSecret(Buffer.from(text))
    else entry.setPassword(text)
    return {}
  }
  const found = windows ? entry.getSecret() : entry.getPassword()
  if (found === null || found === undefined) return {}
  return { text: windows ? Buffer.from(found).toString('utf8') : found }
}
`
