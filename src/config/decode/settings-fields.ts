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

export const keyring = v.object({
  type: v.optional(v.picklist(keyringTypes)),
  spec: v.optional(v.object({ path: v.optional(text), password_env: v.optional(text) })),
})

const levels = ['Trace', 'Debug', 'Info', 'Warn', 'Warning', 'Error', 'Off'] as const

const logs = v.object({
  level: v.optional(v.picklist(levels)),
  file: v.optional(v.string()),
})

export const consoleSettings = v.object({
  isolated: v.optional(truth),
  isolated_sessions: v.optional(truth),
})

export const docker = v.object({ ambient: v.optional(truth) })

/** The `profiles` beside it. */
export const profiles = v.object({
  base_path: v.optional(text),
  default: v.optional(
    v.union([v.string(), v.array(v.string())], 'must be the name of a profile, or a list of names'),
  ),
})

/** The `auth` section without its three lists of entries. */
export const settingsFields = {
  realm: v.optional(realm),
  logs: v.optional(logs),
  keyring: v.optional(keyring),
  console: v.optional(consoleSettings),
  docker: v.optional(docker),
}
