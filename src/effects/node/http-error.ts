/** An `Error` with a `code`, in the manner of Node's own system errors. */
export function coded(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code })
}
