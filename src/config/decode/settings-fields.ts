import * as v from 'valibot'
import { text } from '../../auth/fields.ts'
import { truth } from './entry-fields.ts'

const realmRule = 'must be 1 to 64 of a-z, 0-9, - and _, without - or _ at either end or two of them in a row'

/** The name under which credentials of one company, team or customer are kept apart. */
export const realm = v.pipe(
  v.string(),
  v.maxLength(64, realmRule),
  v.regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/, realmRule),
)

export const keyringTypes = ['system', 'file', 'memory', 'none'] as const

const keyring = v.object({
  type: v.optional(v.picklist(keyringTypes)),
  spec: v.optional(v.object({ path: v.optional(text), password_env: v.optional(text) })),
})

const levels = ['Trace', 'Debug', 'Info', 'Warn', 'Warning', 'Error', 'Off'] as const

const logs = v.object({
  level: v.optional(v.picklist(levels)),
  file: v.optional(v.string()),
})

const consoleSettings = v.object({
  isolated: v.optional(truth),
  isolated_sessions: v.optional(truth),
})

const docker = v.object({ ambient: v.optional(truth) })

/** The top-level `profiles` section. */
export const profiles = v.object({
  base_path: v.optional(text),
  default: v.optional(
    v.union([v.string(), v.array(v.string())], 'must be the name of a profile, or a list of names'),
  ),
})

/** The `auth` section without its three sections of entries. */
export const settingsFields = {
  realm: v.optional(realm),
  logs: v.optional(logs),
  keyring: v.optional(keyring),
  console: v.optional(consoleSettings),
  docker: v.optional(docker),
}

/** The three, of which only their names matter beside the settings. */
export const sectionFields = { providers: v.unknown(), identities: v.unknown(), integrations: v.unknown() }
