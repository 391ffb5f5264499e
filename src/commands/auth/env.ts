import { resolve } from 'node:path'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'
import {
  type EnvironmentFormat,
  environmentFormats,
  formatEnvironment,
} from '../../sinks/environment-format.ts'
import type { Context } from '../context.ts'
import { configuredPlan, openSession, tellNotes } from '../session.ts'
import { askedIdentity } from './asked-identity.ts'
import { enterIdentity } from './enter-identity.ts'
import type { EnvFlags } from './env.command.ts'
import { identityEnvironment } from './identity-environment.ts'
import { unknownFormat } from './unknown-format.ts'

/** `atmos auth env`: the variables of an identity, in the words of a shell or a file. */
export async function env(this: Context, flags: EnvFlags, name?: string): Promise<void> {
  const session = await openSession(this)
  const format = formatOf(flags, session.effects)
  const file = fileOf(flags, format, session.effects)
  const identity = await askedIdentity({ name, flag: flags.identity }, session)
  const plan =
    flags.login === true
      ? (await enterIdentity(identity.name, { context: this, session })).plan
      : await configuredPlan(session, identity.name)
  const { variables, notes } = await identityEnvironment(plan, session)
  const formatted = formatEnvironment({ variables, format }, session.effects)
  if (file === undefined) this.effects.terminal.data(formatted.text)
  else {
    write({ file, text: formatted.text, replace: format === 'json' }, this.effects)
    this.voice.success(`Wrote the variables of ${identity.name} to ${file}`)
  }
  for (const note of [...notes, ...formatted.notes]) this.voice.warn(note)
  tellNotes(this, session)
}

function formatOf({ format }: EnvFlags, { env }: Effects): EnvironmentFormat {
  const asked = format ?? (env.get('ATMOS_AUTH_ENV_FORMAT') || 'bash')
  const known = environmentFormats.find(each => each === asked)
  if (known === undefined) throw unknownFormat(asked, environmentFormats)
  return known
}

/** The file to write to; `undefined` means standard output. */
function fileOf({ outputFile }: EnvFlags, format: EnvironmentFormat, { env }: Effects): string | undefined {
  const named = outputFile ?? env.get('ATMOS_AUTH_ENV_OUTPUT_FILE')
  if (named) return resolve(env.cwd, named)
  if (format !== 'github') return undefined
  const shared = env.get('GITHUB_ENV')
  if (shared) return resolve(env.cwd, shared)
  throw new Failure({
    code: 'usage',
    what: 'The format github has no file to write to',
    why: 'GITHUB_ENV is not set: this does not run in a step of a GitHub job',
    next: 'Name a file with --output-file, or choose another --format',
  })
}

interface Output {
  readonly file: string
  readonly text: string
  /** Whether it takes the place of what the file holds, instead of being added. */
  readonly replace: boolean
}

function write({ file, text, replace }: Output, { files }: Effects): void {
  try {
    if (replace) files.replace(file, text)
    else files.append(file, text)
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown
    throw new Failure({
      code: 'file-unwritable',
      what: `Could not write the variables to ${file}`,
      why: wordsOf(thrown),
      next: 'Check that its folder exists and may be written to',
      cause: thrown,
    })
  }
}
