import { quickMark } from '../../auth/quick-mark.ts'
import { stampAt } from '../../config/inputs.ts'
import type { Environment } from '../../effects/environment.ts'
import type { Files } from '../../effects/files.ts'

/** Who we are, for AWS: a job's own tokens, keys, profiles, endpoints. */
const ambientNames = /^(AWS_|ACTIONS_ID_TOKEN_REQUEST_)/

/** Where a token comes from, whoever asks for it. */
const endpointNames = /^AWS_(ENDPOINT_URL|USE_|IGNORE_CONFIGURED)/

/**
 * A mark of what surrounds the program, as far as a token depends on it: for a chain that starts from ambient
 * state every variable of AWS and of the job, and the AWS tools' own files; for any other the endpoints.
 */
export function surroundingsStamp(
  ambient: boolean,
  { env, files }: { readonly env: Environment; readonly files: Pick<Files, 'stat'> },
): string {
  const names = ambient ? ambientNames : endpointNames
  const variables = Object.entries(env.all()).filter(([name]) => names.test(name))
  const lines = variables.sort(([one], [other]) => (one < other ? -1 : 1)).map(pair => pair.join('='))
  return quickMark([...lines, ...(ambient ? awsFiles({ env, files }) : [])].join('\n'))
}

function awsFiles({ env, files }: Parameters<typeof surroundingsStamp>[1]): readonly string[] {
  const home = env.home ?? ''
  const config = env.get('AWS_CONFIG_FILE') || `${home}/.aws/config`
  const credentials = env.get('AWS_SHARED_CREDENTIALS_FILE') || `${home}/.aws/credentials`
  return [config, credentials].map(path => `${path} ${stampAt(path, 'content', files)}`)
}
