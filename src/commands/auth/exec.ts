import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { openSession, tellNotes } from '../session.ts'
import { askedIdentity } from './asked-identity.ts'
import { enterIdentity } from './enter-identity.ts'
import type { ExecFlags } from './exec.command.ts'
import { runChild } from './run-child.ts'

/** `atmos auth exec -- command`: a program in the environment of an identity. */
export async function exec(this: Context, flags: ExecFlags, ...words: string[]): Promise<void> {
  const [command, ...args] = commandOf(this, words)
  const session = await openSession(this)
  const identity = await askedIdentity({ flag: flags.identity }, session)
  const { plan } = await enterIdentity(identity.name, { context: this, session })
  tellNotes(this, session)
  this.exitWith(await runChild({ plan, command, args }, { context: this, session }))
}

/** All that stands behind the dashes; what stands before them is no part of it, and no identity either. */
function commandOf({ afterDashes = [] }: Context, words: readonly string[]): readonly [string, ...string[]] {
  const [command, ...args] = afterDashes
  const [stray] = words.slice(0, words.length - afterDashes.length)
  if (command && stray === undefined) return [command, ...args]
  throw new Failure({
    code: 'usage',
    what: stray === undefined ? 'No command to run was given' : `The word ${stray} stands before the dashes`,
    ...(stray === undefined ? {} : { why: 'a program goes behind --, an identity behind --identity' }),
    next: 'Write atmos auth exec --identity NAME -- COMMAND',
  })
}
