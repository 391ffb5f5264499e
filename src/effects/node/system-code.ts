/** Node's own code of a failed system call (`ENOENT`, `EACCES`, …), when there is one. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined
}

/** Runs a system call that may find nothing. @returns `undefined` where its code is one of `absent` */
export function unless<T>(absent: readonly string[], call: () => T): T | undefined {
  try {
    return call()
  } catch (thrown) {
    if (absent.includes(codeOf(thrown) ?? '')) return undefined
    throw thrown
  }
}

/** An `Error` with a `code`, in the manner of Node's own. */
export function coded(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code })
}
