import { resolve } from 'node:path'
import type { Secret } from '../../../auth/secret.ts'
import type { Needs } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { wordsOf } from '../../../errors/to-failure.ts'
import { samlResponseIn } from './saml-form.ts'

/** A SAML response that somebody else got: out of a file, or `-` for standard input. */
export async function samlFromFile(
  file: string,
  effects: Needs<'files' | 'env' | 'terminal'>,
): Promise<Secret> {
  const given =
    file === '-' ? await effects.terminal.readInput() : readFile(resolve(effects.env.cwd, file), effects)
  const response = samlResponseIn(given)
  if (response !== undefined) return response
  throw new Failure({
    code: 'usage',
    what: `There is no SAML response in ${file === '-' ? 'standard input' : file}`,
    why: given.trim() === '' ? 'it is empty' : 'it is neither base64, nor a posted form, nor XML',
    next: 'Give it the value of SAMLResponse that the identity provider makes the browser post to AWS',
  })
}

function readFile(path: string, { files }: Needs<'files'>): string {
  const bytes = attempt(path, () => files.read(path))
  if (bytes === undefined) throw unreadable(path, 'there is no such file')
  return Buffer.from(bytes).toString('utf8')
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    throw unreadable(path, wordsOf(thrown))
  }
}

function unreadable(path: string, why: string): Failure {
  return new Failure({
    code: 'usage',
    what: `Could not read the SAML response in ${path}`,
    why,
    next: 'Check the path given as --saml-response-file',
  })
}
