import type { Plan } from '../../auth/plan.ts'
import { settleVariables } from '../../config/settle.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'
import { childEnvironment } from '../../sinks/environment.ts'
import type { Context } from '../context.ts'
import type { Session } from '../session.ts'
import { identityEnvironment } from './identity-environment.ts'

export interface Child {
  readonly plan: Plan
  readonly command: string
  readonly args: readonly string[]
  /** On top of everything else. */
  readonly extra?: Readonly<Record<string, string>>
}

/**
 * Runs a program on our own terminal in the environment of an identity, and passes signals on.
 * @returns its exit code, `128 + n` after signal n
 * @throws Failure `program-not-found`
 */
export async function runChild(
  { plan, command, args, extra = {} }: Child,
  { context, session }: { readonly context: Context; readonly session: Session },
): Promise<number> {
  const { effects, auth } = session
  const { variables, notes } = await identityEnvironment(plan, session)
  for (const note of notes) context.voice.warn(note)
  const { env: configured } = await settleVariables(auth, effects)
  const { platform } = effects.env
  const env = childEnvironment({ parent: effects.env.all(), configured, variables, platform })
  try {
    return await effects.processes.attach({ command, args, env: { ...env, ...extra } })
  } catch (thrown) {
    throw notRunnable(command, thrown) ?? thrown
  }
}

function notRunnable(command: string, thrown: unknown): Failure | undefined {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such program on PATH',
    ENOTDIR: 'a part of its path is no folder',
    EACCES: 'it is no program that this user may run',
    ENOEXEC: 'the system cannot run this kind of file',
    E2BIG: 'its words and variables are more than the system takes',
  }
  const code = systemCode(thrown)
  if (code === undefined) return undefined
  const isMissingFile = code === 'ENOENT' && command.includes('/')
  return new Failure({
    code: 'program-not-found',
    what: `Could not run ${command}`,
    why: isMissingFile ? 'there is no such file' : (reasons[code] ?? wordsOf(thrown)),
    next: "Check its spelling; a line for a shell is written: -- sh -c 'LINE'",
    cause: thrown,
  })
}
