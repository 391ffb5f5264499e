import { posix } from 'node:path'
import { isRecord, parseJson } from '../auth/parse-json.ts'
import { Secret } from '../auth/secret.ts'
import type { Needs } from '../effects/effects.ts'
import type { RunResult } from '../effects/processes.ts'
import { type KeychainAnswer, type KeychainRequest, keychainProgram } from './keychain-program.ts'
import { type Vault, vaultFailure } from './vault.ts'

/** The account under which Atmos files every entry of the keychain. */
const account = 'atmos-auth'

const place = 'the system keychain'

/**
 * Whether there is anything to ask, found out without asking: on Linux a message bus, elsewhere the system's
 * own keychain. In a container without a bus this costs one look at a socket.
 */
export function keychainIsLikely({ env, files }: Needs<'env' | 'files'>): boolean {
  if (env.node === undefined) return false
  if (env.platform !== 'linux' && env.platform !== 'freebsd') return true
  if (env.get('DBUS_SESSION_BUS_ADDRESS')) return true
  const runtime = env.get('XDG_RUNTIME_DIR')
  return runtime !== undefined && runtime !== '' && files.stat(posix.join(runtime, 'bus')) !== undefined
}

interface KeychainLimits {
  /** Milliseconds for one call; a person may be asked to unlock the keychain meanwhile. */
  readonly limitMs: number
}

/**
 * The system's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. Entries
 * are those of Atmos: the key is the service, the account is `atmos-auth`. Every call is a short-lived program
 * that is killed when its time is over. Secrets pass through pipes only.
 */
export function keychainVault({ limitMs }: KeychainLimits, effects: Needs<'env' | 'processes'>): Vault {
  const ask = async (request: Omit<KeychainRequest, 'account'>): Promise<KeychainAnswer & { done: true }> => {
    const result = await run({ ...request, account }, limitMs, effects)
    if (result.timedOut) {
      const why = `it did not answer within ${limitMs / 1000} s`
      throw vaultFailure({ place, trouble: 'silent', why, next: unlockHint })
    }
    return understood(answerOf(result))
  }
  return {
    place,
    get: async key => {
      const { text } = await ask({ operation: 'get', service: key })
      return text === undefined ? undefined : new Secret(plainText(text))
    },
    set: async (key, text) => {
      await ask({ operation: 'set', service: key, text: text.expose() })
    },
    remove: async key => (await ask({ operation: 'remove', service: key })).removed === true,
  }
}

const unlockHint = 'Unlock the keychain, or choose another store: export ATMOS_KEYRING_TYPE=file'

async function run(
  request: KeychainRequest,
  timeoutMs: number,
  { env, processes }: Needs<'env' | 'processes'>,
): Promise<RunResult> {
  const { NODE_OPTIONS: _, ...variables } = env.all()
  return await processes.run({
    command: env.node ?? 'node',
    args: ['-e', keychainProgram],
    input: JSON.stringify(request),
    env: variables,
    // Where the program was installed: packages are looked for from there upwards.
    cwd: import.meta.dirname,
    timeoutMs,
  })
}

function answerOf({ stdout, stderr, exitCode }: RunResult): KeychainAnswer {
  const answer = parseJson(stdout)
  if (isRecord(answer) && typeof answer.done === 'boolean') return answer as unknown as KeychainAnswer
  const message = stderr.trim().split('\n').at(-1) || `its program ended with ${exitCode ?? 'a signal'}`
  return { done: false, missing: false, message }
}

function understood(answer: KeychainAnswer): KeychainAnswer & { done: true } {
  if (answer.done) return answer
  const { message, missing } = answer
  // The words of its library for "there is nothing to connect to", as against "it does not let me in".
  const absent = missing || /DBus error|not provided by any \.service/i.test(message)
  throw vaultFailure({
    place,
    trouble: absent ? 'absent' : 'locked',
    why: message,
    ...(absent ? {} : { next: unlockHint }),
  })
}

/** The library that Atmos uses on macOS encodes what its keychain could mangle, and marks it. */
function plainText(text: string): string {
  const [, mark, rest = ''] = /^go-keyring-(encoded|base64):(.*)$/s.exec(text.trim()) ?? []
  if (mark === undefined) return text
  return Buffer.from(rest, mark === 'encoded' ? 'hex' : 'base64').toString('utf8')
}
