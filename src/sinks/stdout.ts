import type { Login } from '../auth/login.ts'
import { encodeAuth } from '../docker/auth-entry.ts'
import type { Needs } from '../effects/effects.ts'
import type { LoginReceipt } from './login-sink.ts'
import { plainLogin } from './plain-login.ts'

/** Prints logins as a whole config.json on standard output; nothing where there are none. */
export function toStdout(logins: readonly Login[], { terminal }: Needs<'terminal'>): readonly LoginReceipt[] {
  if (logins.length > 0) terminal.data(`${JSON.stringify(configOf(logins), undefined, 2)}\n`)
  return logins.map(printed)
}

function configOf(logins: readonly Login[]): object {
  const entries = logins.map(login => [login.registry, { auth: encodeAuth(plainLogin(login)) }])
  return { auths: Object.fromEntries(entries) }
}

/** A printed login is out of our hands: nothing to take back. */
export function printed({ registry }: Login): LoginReceipt {
  return { registry, place: { type: 'printed' }, warnings: [] }
}
