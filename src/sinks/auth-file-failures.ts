import type { FailureCode } from '../errors/codes.ts'
import { Failure } from '../errors/failure.ts'

/** The failures of Docker's file, with advice that fits a file of the same shape in another place. */
export function retold(failure: Failure, advice: Partial<Record<FailureCode, string>>): Failure {
  const next = advice[failure.code]
  if (next === undefined) return failure
  const { code, what, why, details } = failure
  return new Failure({ code, what, ...(why === undefined ? {} : { why }), next, details, cause: failure })
}
