import type { Check } from '../check.ts'
import { type Finding, ok, problem } from '../finding.ts'

/** What a session with an emulator or a private endpoint leaves behind sends every call somewhere else. */
export const endpoints: Check = {
  id: 'endpoints',
  title: 'Own endpoints in place of those of AWS',
  group: 'AWS',
  async run(_, { env }) {
    if (env.get('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')?.toLowerCase() === 'true') return []
    const names = Object.keys(env.all()).filter(name => /^AWS_ENDPOINT_URL(_|$)/.test(name))
    return names.sort().flatMap(name => finding(name, env.get(name) ?? ''))
  },
}

function finding(name: string, value: string): readonly Finding[] {
  if (value === '') return []
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) {
    return [ok(`${name}: ${new URL(value).origin}`, { cause: 'calls go there, not to AWS' })]
  }
  return [
    problem(`${name} is not a web address`, {
      cause: 'it takes the place of an endpoint of AWS, so calls to it fail',
      mend: `unset ${name}`,
      code: 'config-invalid',
    }),
  ]
}
