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
 * are those of Atmos: the key is the service, the account is `atmos-auth`. It is asked by a short-lived program
 * that is killed when its time is over; calls made at the same moment share one run of it. Secrets pass
 * through pipes only.
 */
export function keychainVault(limits: KeychainLimits, effects: Needs<'env' | 'processes'>): Vault {
  const ask = batched(requests => askAll(requests, limits, effects))
  const done = async (request: Omit<KeychainRequest, 'account'>): Promise<Done> =>
    understood(await ask({ ...request, account }))
  return {
    place,
    get: async key => {
      const { text } = await done({ operation: 'get', service: key })
      return text === undefined ? undefined : new Secret(plainText(text))
    },
    set: async (key, text) => {
      await done({ operation: 'set', service: key, text: text.expose() })
    },
    remove: async key => (await done({ operation: 'remove', service: key })).removed === true,
  }
}

type Done = KeychainAnswer & { readonly done: true }

type AskTogether = (requests: readonly KeychainRequest[]) => Promise<readonly KeychainAnswer[]>

/** Gathers what is asked before the program gets a turn, and asks it all at once. */
function batched(askTogether: AskTogether): (request: KeychainRequest) => Promise<KeychainAnswer> {
  let gathered: KeychainRequest[] = []
  let answers: ReturnType<AskTogether> | undefined
  const askGathered: () => ReturnType<AskTogether> = async () => {
    await new Promise<void>(resolve => setImmediate(resolve))
    const requests = gathered
    gathered = []
    answers = undefined
    return await askTogether(requests)
  }
  return async request => {
    const index = gathered.push(request) - 1
    answers ??= askGathered()
    return (await answers)[index] ?? { done: false, missing: false, message: 'it gave no answer' }
  }
}

const unlockHint = 'Unlock the keychain, or choose another store: export ATMOS_KEYRING_TYPE=file'

async function askAll(
  requests: readonly KeychainRequest[],
  { limitMs }: KeychainLimits,
  { env, processes }: Needs<'env' | 'processes'>,
): Promise<readonly KeychainAnswer[]> {
  const { NODE_OPTIONS: _, ...variables } = env.all()
  const result = await processes.run({
    command: env.node ?? 'node',
    args: ['-e', keychainProgram],
    input: JSON.stringify(requests),
    env: variables,
    // Where the program was installed: packages are looked for from there upwards.
    cwd: import.meta.dirname,
    timeoutMs: limitMs,
  })
  if (result.timedOut) {
    const why = `it did not answer within ${limitMs / 1000} s`
    throw vaultFailure({ place, trouble: 'silent', why, next: unlockHint })
  }
  return answersOf(result, requests.length)
}

function answersOf({ stdout, stderr, exitCode }: RunResult, count: number): readonly KeychainAnswer[] {
  const answers = parseJson(stdout)
  if (Array.isArray(answers) && answers.every(isAnswer)) return answers
  const message = stderr.trim().split('\n').at(-1) || `its program ended with ${exitCode ?? 'a signal'}`
  return Array.from({ length: count }, () => ({ done: false, missing: false, message }))
}

function isAnswer(value: unknown): value is KeychainAnswer {
  return isRecord(value) && typeof value.done === 'boolean'
}

function understood(answer: KeychainAnswer): Done {
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
