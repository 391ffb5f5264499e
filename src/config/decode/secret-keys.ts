import type { Problem } from '../../auth/auth-config.ts'
import { originOf } from '../source-text.ts'
import type { Leaf } from '../yaml/tree.ts'

const secretKey =
  /^(.*_)?(password|passphrase|secret|token|secret_access_key|private_key|client_secret|api_key)$/i

/** Whether a key by its name holds a secret (`password`, `secret_access_key`, …). */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key)
}

/** Whether a value of that name is a secret that stands in the file itself. */
export function isPlainSecret(name: string, { from, text }: Leaf): boolean {
  return from === undefined && text !== '' && isSecretKey(name)
}

export function plainSecretProblem(path: string, tree: Leaf): Problem {
  return {
    severity: 'warning',
    path,
    message: 'a secret stands in the file in plain text',
    next: 'Keep it in a variable (!env NAME) or a password manager (!exec COMMAND)',
    origin: originOf(tree),
  }
}
