import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure, wordsOf } from '../errors/to-failure.ts'
import { originOf } from './source-text.ts'
import { mustTrust } from './trust.ts'
import { type Pending, type Tree, treeOf } from './yaml/tree.ts'

const timeLimitMs = 30_000

export type CommandNeeds = Needs<'files' | 'env' | 'processes' | 'clock'>

/**
 * Runs the command of an `!exec` and takes what it prints: JSON as the value it is, anything else as text
 * without its last line breaks. A command that fails leaves a broken value.
 * @throws Failure `config-not-trusted` when its file may not run programs, `timed-out` when it takes too long
 */
export async function runCommand(pending: Pending, effects: CommandNeeds): Promise<Tree> {
  mustTrust(pending.source, effects)
  try {
    return treeOf(jsonOrText(await outputOf(pending, effects)), pending, '!exec')
  } catch (thrown) {
    const { source, at } = pending
    const { code, message, next } = toFailure(thrown)
    if (code === 'timed-out') throw thrown
    return { type: 'broken', source, at, message, ...(next === undefined ? {} : { next }) }
  }
}

async function outputOf(pending: Pending, { env, processes, clock }: CommandNeeds): Promise<string> {
  const [command, flags] = env.platform === 'win32' ? ['cmd', ['/d', '/s', '/c']] : ['sh', ['-c']]
  const leftMs = Math.max(1, clock.deadline - clock.now())
  const timeoutMs = Math.min(timeLimitMs, leftMs)
  const args = [...flags, pending.command]
  const result = await processes.run({ command, args, cwd: env.cwd, timeoutMs }).catch(thrown => {
    throw failed(pending, wordsOf(thrown))
  })
  if (result.timedOut) throw outOfTime(pending, { timeoutMs, isAll: leftMs < timeLimitMs })
  if (result.exitCode !== 0) {
    const words = result.stderr.trim().slice(-500)
    throw failed(pending, `it ended with code ${result.exitCode ?? 'of a signal'}${words && `: ${words}`}`)
  }
  return result.stdout
}

function failed(pending: Pending, why: string): Failure {
  return new Failure({
    code: 'config-invalid',
    what: noValue(pending),
    why,
    next: `Try it yourself: ${pending.command}`,
  })
}

/** No mistake of the configuration: the same command may end in time the next time. */
function outOfTime(pending: Pending, { timeoutMs, isAll }: { timeoutMs: number; isAll: boolean }): Failure {
  const why = `it did not end within ${secondsFor(timeoutMs)}`
  return new Failure({
    code: 'timed-out',
    what: noValue(pending),
    why: isAll ? `${why}, which is all that --timeout left it` : why,
    next: `${isAll ? 'Give it more time with --timeout, or try' : 'Try'} it yourself: ${pending.command}`,
  })
}

function secondsFor(ms: number): string {
  const seconds = Math.round(ms / 100) / 10
  return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
}

function noValue(pending: Pending): string {
  const { file, line } = originOf(pending)
  return `The command of !exec at ${file}:${line} gave no value`
}

function jsonOrText(output: string): unknown {
  const text = output.replace(/[\r\n]+$/, '')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
