import { exampleUser, settingsOf } from './options.ts'

/**
 * The environment in which every AWS tool, and a GitHub job, talks to an emulator with default options.
 * @param url base URL it listens on
 */
export function surroundings(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: exampleUser.accessKeyId,
    AWS_SECRET_ACCESS_KEY: exampleUser.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/idtoken?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: settingsOf({}).github.requestToken,
  }
}
