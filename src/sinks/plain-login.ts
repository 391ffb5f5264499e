import type { RegistryToken } from '../auth/login.ts'
import type { UserPassword } from '../docker/auth-entry.ts'

/** User and password in plain text, for whoever writes or compares them at once. */
export function plainLogin({
  username,
  password,
}: Pick<RegistryToken, 'username' | 'password'>): UserPassword {
  return { username, password: password.expose() }
}
