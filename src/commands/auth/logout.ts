import { whileAPersonDecides } from '../../auth/person-time.ts'
import { Failure } from '../../errors/failure.ts'
import { readLedger } from '../../sinks/ledger.ts'
import { registryTokens } from '../../stores/registry-tokens.ts'
import type { Context } from '../context.ts'
import { openSession, type Session, tellNotes } from '../session.ts'
import { removeEntries } from './logout/remove-entries.ts'
import { reportLogout, sayWhatWouldGo } from './logout/report.ts'
import { keyHolders, signOut } from './logout/sign-out.ts'
import { logoutTarget } from './logout/target.ts'
import { type Traces, tracesOf } from './logout/traces.ts'
import type { LogoutFlags } from './logout.command.ts'

/** `atmos auth logout`: takes back what logins wrote, each only where it is still what was written. */
export async function logout(this: Context, flags: LogoutFlags, name?: string): Promise<void> {
  const session = await openSession(this)
  const { effects } = session
  const ledger = await readLedger(effects)
  const target = await logoutTarget({ flags, name }, { auth: session.auth, ledger, effects })
  const traces = await tracesOf(target, ledger, session)
  const withKeys = flags.keychain === true
  if (flags.dryRun === true) await sayWhatWouldGo(this, { target, traces, withKeys }, session)
  else if (withKeys && !(await mayDeleteKeys(flags, traces, session))) {
    this.voice.note('Nothing was removed')
  } else {
    const written = await removeEntries(traces.entries, effects)
    const rested = await signOut(traces, { withKeys }, session)
    // Who has logged out expects the credential helper to know no tokens either.
    registryTokens(effects).forget()
    reportLogout(this, { target, traces, outcomes: [written, rested] }, session)
  }
  for (const note of ledger.notes) this.voice.warn(note)
  tellNotes(this, session)
}

/** Keys that a person typed are asked about. @throws Failure where nobody can be asked */
async function mayDeleteKeys({ force }: LogoutFlags, traces: Traces, session: Session): Promise<boolean> {
  const { terminal } = session.effects
  const owners = keyHolders(traces.identities, session)
  if (force === true || owners.length === 0) return true
  if (!terminal.canAsk) {
    throw new Failure({
      code: 'selection-needs-terminal',
      what: 'Deleting keys from the keychain must be confirmed, and nobody can be asked here',
      why: `it is about the keys of ${owners.join(', ')}`,
      next: 'Add --force, or leave --keychain out to keep them',
    })
  }
  const question = `Delete the stored keys of ${owners.join(', ')}? They cannot be had back.`
  const answer = await whileAPersonDecides(() => terminal.confirm(question), session.effects)
  if (answer === undefined) throw new Failure({ code: 'interrupted', what: 'Nothing was removed' })
  return answer
}
