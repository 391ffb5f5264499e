import { parseRecord } from '../../auth/parse-json.ts'
import type { Needs } from '../../effects/effects.ts'
import { type AwsAnswer, type AwsOperation, callAws } from './call.ts'
import { notLikeAws } from './not-like-aws.ts'

export interface JsonCall extends AwsOperation {
  /** Service prefix of `X-Amz-Target`. */
  readonly target: string
  readonly input: object
}

export interface JsonAnswer extends AwsAnswer {
  readonly output: Readonly<Record<string, unknown>>
}

/** One call in the "AWS JSON 1.1" protocol. @throws a `Failure`, also for a success that is not a JSON object */
export async function callJson(
  { target, input, ...call }: JsonCall,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<JsonAnswer> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `${target}.${call.operation}`,
  }
  const answer = await callAws({ ...call, headers, body: JSON.stringify(input) }, effects)
  const output = parseRecord(answer.body)
  if (output === undefined) throw notLikeAws({ place: `${call.service}:${call.operation}`, ...answer })
  return { ...answer, output }
}
