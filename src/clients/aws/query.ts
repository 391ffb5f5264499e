import type { Needs } from '../../effects/effects.ts'
import { type AwsAnswer, type AwsOperation, callAws } from './call.ts'
import { notLikeAws } from './not-like-aws.ts'
import { percentEncoded } from './sigv4.ts'
import { readXml, type Xml } from './xml.ts'

export interface QueryCall extends AwsOperation {
  /** Version of the service's interface. */
  readonly version: string
  /** Parameters as the protocol spells them (`Tags.member.1.Key`); absent ones are left out. */
  readonly input: Readonly<Record<string, string | number | undefined>>
}

export interface QueryAnswer extends AwsAnswer {
  /** The element `<OperationResult>`. */
  readonly result: Xml
}

/** One call in the "AWS Query" protocol: a form goes out, XML comes back. */
export async function callQuery(
  { version, input, ...call }: QueryCall,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<QueryAnswer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await callAws(
    { ...call, headers, body: form({ Action: call.operation, Version: version, ...input }) },
    effects,
  )
  const result = readXml(answer.body)?.find(`${call.operation}Result`)
  if (result === undefined) throw notLikeAws({ place: `${call.service}:${call.operation}`, ...answer })
  return { ...answer, result }
}

function form(fields: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${percentEncoded(String(value))}`]))
    .join('&')
}
