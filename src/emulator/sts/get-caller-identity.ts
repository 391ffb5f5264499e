import type { QueryOperation } from '../protocol/aws-query.ts'

/** Allowed to everyone who signs correctly, whatever their policies say. */
export const getCallerIdentity: QueryOperation = {
  signed: true,
  run: ({ key: { principal } }) => ({
    Arn: principal.arn,
    UserId: principal.userId,
    Account: principal.account,
  }),
}
