import * as v from 'valibot'
import { text } from '../auth/fields.ts'
import type { Needs } from '../effects/effects.ts'

export const webAddress = v.pipe(
  text,
  v.check(value => /^https?:\/\//i.test(value) && URL.canParse(value), 'must be a web address (https://…)'),
)

/** `spec.endpoint_url` of an entry: an address that stands in for STS. */
export const stsEndpoint = v.object({ endpoint_url: v.optional(webAddress) })

/** The same outside, where STS is at another address. */
export function withStsAt<E extends Needs<'env'>>(url: string | undefined, effects: E): E {
  if (url === undefined) return effects
  const { env } = effects
  const get = (name: string) => (name === 'AWS_ENDPOINT_URL_STS' ? url : env.get(name))
  return { ...effects, env: { ...env, get } }
}
