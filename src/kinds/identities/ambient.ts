import * as v from 'valibot'
import { defineIdentity } from '../../auth/define-kind.ts'

/** Whatever surrounds the program stays in force; no credentials of its own. */
export const ambient = defineIdentity({
  kind: 'ambient',
  title: 'The surroundings, passed on as they are',
  spec: v.optional(v.object({}), {}),
  accepts: [],
  yields: 'none',
  ambient: true,
  authenticate: async () => ({ type: 'none' }),
})
