import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { rootProvider } from '../identity/plan-facts.ts'
import { openSession, tellNotes } from '../session.ts'
import { askedIdentity } from './asked-identity.ts'
import { enterIdentity } from './enter-identity.ts'
import { runChild } from './run-child.ts'
import type { ShellFlags } from './shell.command.ts'

/** `atmos auth shell`: an interactive shell in the environment of an identity. */
export async function shell(this: Context, flags: ShellFlags, ...words: string[]): Promise<void> {
  refuseStray(this, words)
  const session = await openSession(this)
  const command = shellOf(flags, session.effects)
  const args = this.afterDashes?.length ? this.afterDashes : loginArguments(command)
  const identity = await askedIdentity({ flag: flags.identity }, session)
  const { plan } = await enterIdentity(identity.name, { context: this, session })
  tellNotes(this, session)
  const provider = rootProvider(plan)
  this.voice.note(
    `Entering a shell as ${identity.name}${provider === undefined ? '' : ` (${provider})`}; leave it with exit or Ctrl-D`,
  )
  const extra = { ATMOS_IDENTITY: identity.name, ATMOS_SHLVL: String(depth(session.effects) + 1) }
  const code = await runChild({ plan, command, args, extra }, { context: this, session })
  this.voice.note(`Left the shell of ${identity.name}`)
  this.exitWith(code)
}

function refuseStray({ afterDashes = [] }: Context, words: readonly string[]): void {
  const [stray] = words.slice(0, words.length - afterDashes.length)
  if (stray === undefined) return
  throw new Failure({
    code: 'usage',
    what: `The word ${stray} has no place here`,
    why: 'an identity goes behind --identity, words for the shell behind --',
    next: `For an identity: atmos auth shell --identity ${stray}`,
  })
}

/** Shells of Windows do not know -l. */
function loginArguments(shell: string): readonly string[] {
  return /(^|[\\/])(cmd|powershell|pwsh)(\.exe)?$/i.test(shell) ? [] : ['-l']
}

function shellOf({ shell }: ShellFlags, { env, processes }: Effects): string {
  const named = shell || env.get('ATMOS_SHELL') || env.get('SHELL')
  if (named) return named
  if (env.platform === 'win32') return 'cmd.exe'
  return processes.find('bash') ?? 'sh'
}

/** How many of our shells there are around us already. */
function depth({ env }: Effects): number {
  const level = Number(env.get('ATMOS_SHLVL'))
  return Number.isInteger(level) && level > 0 ? level : 0
}
