import * as v from 'valibot'
import { text } from '../auth/fields.ts'

/** An address with `http:` or `https:`, as the schemas of several kinds want it. */
export const webAddress = v.pipe(
  text,
  v.check(value => /^https?:\/\//i.test(value) && URL.canParse(value), 'must be a web address (https://…)'),
)
