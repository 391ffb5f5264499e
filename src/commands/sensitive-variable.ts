const sensitive = /SECRET|TOKEN|PASSW|PASSPHRASE|PRIVATE|ACCESS_KEY|API_?KEY|SESSION|CREDENTIALS?$/i

/** Whether a variable by its name holds what must not be shown. */
export function isSensitiveVariable(name: string): boolean {
  return sensitive.test(name)
}
