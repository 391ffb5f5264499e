import type { AuthConfig, Origin, Problem } from '../../auth/auth-config.ts'
import { mistakesOf } from '../../auth/mistakes.ts'
import { counted } from '../../cli/counted.ts'
import { allProblems } from '../../config/check/all-problems.ts'
import { loadConfig } from '../../config/load-config.ts'
import { caretLines } from '../../config/source-text.ts'
import type { Effects } from '../../effects/effects.ts'
import { exitCodes } from '../../errors/codes.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { withDeadline } from '../deadline.ts'
import { nearFile } from './near-file.ts'
import type { ValidateFlags } from './validate.command.ts'

/** `atmos auth validate`: every problem of every part, with its place; exit 3 when one is an error. */
export async function validate(this: Context, flags: ValidateFlags): Promise<void> {
  const effects = withDeadline(this.effects, this.settings)
  const { configFiles, configFolders, basePath, profiles } = this.settings
  const catalog = await this.catalog()
  const options = { configFiles, configFolders, basePath, profiles, collect: true }
  const auth = await loadConfig(options, catalog, effects)
  const problems = allProblems(auth, catalog)
  if (auth.files.length === 0 && problems.length === 0) throw nothingToCheck(auth)
  const isValid = mistakesOf({ problems }).length === 0
  if (flags.format === 'json') {
    const report = { valid: isValid, files: auth.files, problems: problems.map(asJson) }
    effects.terminal.data(`${JSON.stringify(report)}\n`)
  } else sayProblems(this, { auth, problems, isValid })
  if (!isValid) this.exitWith(exitCodes['config-invalid'])
}

function nothingToCheck({ soughtIn }: AuthConfig): Failure {
  return new Failure({
    code: 'config-not-found',
    what: 'There is no configuration to check',
    why: `there is no atmos.yaml ${soughtIn}, nor in the folders for this user and this machine`,
    next: 'Name one with --config FILE, or see docs/configuration.md',
  })
}

interface Report {
  readonly auth: AuthConfig
  readonly problems: readonly Problem[]
  readonly isValid: boolean
}

function sayProblems(context: Context, { auth, problems, isValid }: Report): void {
  const { voice, effects } = context
  for (const problem of problems) {
    const mark = problem.severity === 'error' ? voice.style('red', '✗') : voice.style('yellow', '⚠')
    effects.terminal.say(`${mark} ${described(problem, effects)}\n`)
  }
  const errors = mistakesOf({ problems }).length
  const warnings = counted(problems.length - errors, 'warning')
  if (!isValid) {
    effects.terminal.say(`\n${voice.style('bold', `${counted(errors, 'error')}, ${warnings}`)}\n`)
    return
  }
  const { providers, identities, integrations } = auth
  const parts = [
    counted(providers.length, 'provider'),
    counted(identities.length, 'identity', 'identities'),
    counted(integrations.length, 'integration'),
  ]
  const tail = problems.length === 0 ? '' : `, ${warnings}`
  voice.success(
    `Authentication configuration is valid: ${parts.join(', ')} from ${counted(auth.files.length, 'file')}${tail}`,
  )
}

function described(problem: Problem, effects: Effects): string {
  const { path, message, next, origin } = problem
  const place = origin === undefined ? '' : `${placeOf(origin, effects.env.cwd)}: `
  const lines = [`${place}${path === '' ? '' : `${path}: `}${message}`]
  const shown = origin === undefined ? undefined : lineOf(origin, effects)
  if (shown !== undefined) lines.push(shown)
  if (next !== undefined) lines.push(`  next: ${next}`)
  return lines.join('\n')
}

/** The line with a caret, where the file can still be read. */
function lineOf(origin: Origin, { files, terminal }: Effects): string | undefined {
  try {
    const bytes = files.read(origin.file)
    return bytes === undefined
      ? undefined
      : caretLines(new TextDecoder().decode(bytes), origin, terminal.columns)
  } catch {
    return undefined
  }
}

function placeOf({ file, line, column }: Origin, folder: string): string {
  return `${nearFile(file, folder)}:${line}:${column}`
}

function asJson({ severity, path, message, next, origin }: Problem): unknown {
  return { severity, path, message, next, ...origin }
}
