import * as v from 'valibot'
import { accountId, text } from '../../auth/fields.ts'
import type { Section } from './raw-entry.ts'

/** The fields that all entries of a section share. Each kind adds its own (`principal`, `spec`, …). */

/** `true` or `false`; as text too, because `!env` gives nothing else. */
export const truth = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])], 'must be true or false'),
  v.transform(value => value === true || value === 'true'),
)

const tags = v.pipe(
  v.union([v.array(v.string()), v.string()], 'must be a list, or texts with commas between them'),
  v.transform(value => (typeof value === 'string' ? value.split(',') : value)),
  v.transform(list => list.map(tag => tag.trim()).filter(tag => tag !== '')),
)

const via = v.pipe(
  v.object({ provider: v.optional(text), identity: v.optional(text) }),
  v.check(
    ({ provider, identity }) => (provider === undefined) !== (identity === undefined),
    'must name exactly one: a provider or an identity',
  ),
)

const env = v.array(v.object({ key: text, value: v.string() }))

/** What Atmos knows at the top of every provider; which of them count, the kind says. */
const providerWords = [
  'region',
  'start_url',
  'url',
  'username',
  'password',
  'driver',
  'provider_type',
  'download_browser_driver',
  'browser_type',
  'browser_executable_path',
  'auto_provision_identities',
  'session',
  'console',
  'spec',
]
const identityWords = ['principal', 'credentials', 'spec', 'session', 'emulator', 'region', 'console']

const providerFields = { kind: text, default: v.optional(truth), tags: v.optional(tags) }

const identityFields = {
  kind: text,
  default: v.optional(truth),
  required: v.optional(truth),
  provider: v.optional(v.string()),
  via: v.optional(via),
  alias: v.optional(text),
  tags: v.optional(tags),
  env: v.optional(env),
}

const integrationFields = { kind: text, via, tags: v.optional(tags) }

/** The definitions of fields, by name. */
export type Fields = Readonly<Record<string, v.GenericSchema>>

export const sharedFields: Readonly<Record<Section, Fields>> = {
  providers: providerFields,
  identities: identityFields,
  integrations: integrationFields,
}

/** Shared fields that stand in an integration's `spec`. */
export const integrationSpecFields = {
  auto_provision: v.optional(truth),
  expected_account: v.optional(accountId),
  verify: v.optional(truth),
}

const anything = v.optional(v.unknown())

/** What Atmos knows in the `spec` of every provider and identity. */
export const specWords = { endpoint_url: anything, files: anything }

const spec = v.optional(v.object(specWords))

/** Words of Atmos that are left alone where a kind has no use for them. */
export const leftAlone = {
  providers: { ...Object.fromEntries(providerWords.map(word => [word, anything])), spec },
  identities: { ...Object.fromEntries(identityWords.map(word => [word, anything])), spec },
  integrations: { spec: anything },
}
