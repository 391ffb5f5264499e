import { Failure } from './failure.ts'

/** Anything thrown, as a `Failure`: ours unchanged, everything else as the bug it is. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  return new Failure({
    code: 'internal',
    what: 'Something unexpected went wrong inside atmos-auth',
    why: wordsOf(thrown),
    next: 'Please report it with the output of the same command and --verbose',
    cause: thrown,
  })
}

/** The message of whatever was thrown. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Node's own code of a failed system call (`EACCES`, `ENOENT`, …), when there is one; never one of ours. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || thrown instanceof Failure || !('code' in thrown)) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}
