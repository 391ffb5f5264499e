import { counted } from '../../cli/counted.ts'
import { exitCodes } from '../../errors/codes.ts'
import type { Context } from '../context.ts'
import { groups } from './check.ts'
import type { Finding } from './finding.ts'
import { type CheckResult, worstCode } from './run-checks.ts'

type Style = Parameters<Context['voice']['style']>[0]

const marks: Readonly<Record<Finding['status'], readonly [string, Style]>> = {
  ok: ['✓', 'green'],
  inferred: ['≈', 'cyan'],
  warning: ['⚠', 'yellow'],
  problem: ['✗', 'red'],
}

interface Report {
  readonly results: readonly CheckResult[]
  /** Takes out what must not be shown. */
  readonly clean: (text: string) => string
}

/** For people, grouped, on standard error. With `--quiet` only what should be looked at. */
export function sayReport({ voice, effects, settings, version }: Context, { results, clean }: Report): void {
  const lines = groups.flatMap(group => {
    const own = results.filter(({ check }) => check.group === group)
    const said = own.flatMap(({ check, findings }) =>
      findings
        .filter(({ status }) => !settings.quiet || status === 'warning' || status === 'problem')
        .flatMap(finding => linesOf(finding, check.id, voice)),
    )
    return said.length === 0 ? [] : [voice.style('bold', group), ...said, '']
  })
  const skipped = results.filter(result => result.skipped).map(({ check }) => check.id)
  if (skipped.length > 0 && !settings.quiet) {
    lines.push(voice.style('dim', `Left out by --offline: ${skipped.join(', ')}`), '')
  }
  const text = [...lines, `${summary(results)} (atmos-auth ${version})`].join('\n')
  effects.terminal.say(`${clean(text)}\n`)
}

function linesOf(finding: Finding, id: string, voice: Context['voice']): readonly string[] {
  const [mark, style] = marks[finding.status]
  const { text, cause, mend, status } = finding
  const isGood = status === 'ok'
  const tail = status === 'inferred' ? ' (inferred)' : ''
  const part = (label: string, words: string | undefined) =>
    words === undefined ? [] : [`      ${voice.style('dim', label.padEnd(6))}${indented(words)}`]
  return [
    `  ${voice.style(style, mark)} ${plain(text)}${tail}`,
    ...part('why:', cause),
    ...part('mend:', mend),
    ...(isGood || status === 'inferred' ? [] : part('see:', `docs/doctor.md#${id}`)),
  ]
}

function indented(words: string): string {
  return plain(words).trimEnd().replaceAll('\n', '\n            ')
}

/** Programs and services speak here in their own words, and must not steer the terminal with them. */
function plain(words: string): string {
  return words.replace(/[^\P{Cc}\n]/gu, '')
}

function summary(results: readonly CheckResult[]): string {
  const findings = results.flatMap(result => result.findings)
  const count = (status: Finding['status']) => findings.filter(finding => finding.status === status).length
  const problems = count('problem')
  const warnings = count('warning')
  if (problems + warnings === 0) return 'Nothing to mend'
  return `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}`
}

/** The same for scripts: one object. */
export function reportAsJson({ version }: Context, { results, clean }: Report): string {
  const object = {
    version,
    exitCode: worstCode(results),
    checks: results.map(({ check, findings, skipped }) => ({
      id: check.id,
      title: check.title,
      group: check.group,
      ...(skipped ? { skipped } : {}),
      findings: findings.map(finding =>
        finding.code === undefined ? finding : { ...finding, exitCode: exitCodes[finding.code] },
      ),
    })),
  }
  return JSON.stringify(object, (_, value) => (typeof value === 'string' ? clean(value) : value))
}
