import type { Check } from '../check.ts'
import { type Finding, warning } from '../finding.ts'

/** Leftover variables pick another account, or make AWS refuse every key. */
export const environmentKeys: Check = {
  id: 'environment-keys',
  title: 'AWS keys in the environment',
  group: 'AWS',
  async run(_, { env }) {
    const id = env.get('AWS_ACCESS_KEY_ID')
    const secret = env.get('AWS_SECRET_ACCESS_KEY')
    const token = env.get('AWS_SESSION_TOKEN')
    const profile = env.get('AWS_PROFILE')
    return [
      ...doubt(Boolean(id) !== Boolean(secret), {
        text: 'Only half of the AWS keys is in the environment',
        cause: `${id ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID'} is not set, so the other one does not count`,
        mend: id ? 'export AWS_SECRET_ACCESS_KEY=…' : 'export AWS_ACCESS_KEY_ID=…',
      }),
      ...doubt(Boolean(id && secret && profile), {
        text: `AWS_PROFILE (${profile}) does not count`,
        cause: 'the keys in the environment win over it',
        mend: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
      }),
      ...doubt(Boolean(id?.startsWith('ASIA') && secret && !token), {
        text: 'The AWS keys in the environment lack their session token',
        cause: 'an access key that begins with ASIA is temporary',
        mend: 'export AWS_SESSION_TOKEN=…',
      }),
      ...doubt(Boolean(id?.startsWith('AKIA') && secret && token), {
        text: 'A session token stands beside long-lived AWS keys',
        cause: 'an access key that begins with AKIA has none, so it belongs to other keys',
        mend: 'unset AWS_SESSION_TOKEN',
      }),
    ]
  },
}

function doubt(
  applies: boolean,
  { text, cause, mend }: { readonly text: string; readonly cause: string; readonly mend: string },
): readonly Finding[] {
  return applies ? [warning(text, { cause, mend })] : []
}
