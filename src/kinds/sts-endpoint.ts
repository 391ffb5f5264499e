import * as v from 'valibot'
import type { Needs } from '../effects/effects.ts'
import { webAddress } from './web-address.ts'

/** `spec.endpoint_url` of an entry: an address that stands in for STS. */
export const stsEndpoint = v.object({ endpoint_url: v.optional(webAddress) })

/** The same outside, where STS is at another address. */
export function withStsAt<E extends Needs<'env'>>(url: string | undefined, effects: E): E {
  if (url === undefined) return effects
  const { env } = effects
  const get = (name: string) => (name === 'AWS_ENDPOINT_URL_STS' ? url : env.get(name))
  return { ...effects, env: { ...env, get } }
}
