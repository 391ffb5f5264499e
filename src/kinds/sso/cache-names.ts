import { createHash } from 'node:crypto'

/**
 * Names of the files in `~/.aws/sso/cache`, as the AWS CLI and the SDKs compute them. Source: botocore and the
 * JavaScript SDK; a contract test has them read what is filed here.
 */

/** File of a session: named after the `[sso-session]`, or after the start URL where a profile names that. */
export function tokenFileName(sessionNameOrStartUrl: string): string {
  return `${sha1(sessionNameOrStartUrl)}.json`
}

export interface RegistrationKey {
  readonly startUrl: string
  readonly region: string
  readonly scopes: readonly string[]
  readonly sessionName: string | undefined
}

/** File of a client registration: the hash of these facts as Python writes JSON, keys sorted. */
export function registrationFileName({ startUrl, region, scopes, sessionName }: RegistrationKey): string {
  const list = `[${scopes.map(pythonText).join(', ')}]`
  const name = sessionName === undefined ? 'null' : pythonText(sessionName)
  return `${sha1(
    `{"region": ${pythonText(region)}, "scopes": ${list}, "session_name": ${name}, "startUrl": ${pythonText(startUrl)}, "tool": "botocore"}`,
  )}.json`
}

/** Python escapes whatever is not ASCII. */
function pythonText(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, character =>
    character === '\u007f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
