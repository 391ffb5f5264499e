const secretKey =
  /^(.*_)?(password|passphrase|secret|token|secret_access_key|private_key|client_secret|api_key)$/i

/** Whether a key by its name holds a secret (`password`, `secret_access_key`, …). */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key)
}
