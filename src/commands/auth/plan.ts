import { harmless } from '../../cli/harmless.ts'
import { roomOf } from '../../cli/room.ts'
import type { Context } from '../context.ts'
import { openSession, tellNotes } from '../session.ts'
import { askedIdentity } from './asked-identity.ts'
import type { PlanFlags } from './plan.command.ts'
import { planAsMermaid } from './plan-mermaid.ts'
import { planAsText } from './plan-text.ts'
import { viewPlan } from './plan-view.ts'

/** `atmos auth plan [identity]`: the chain that a login would walk, without walking it. */
export async function plan(this: Context, flags: PlanFlags, name?: string): Promise<void> {
  const session = await openSession(this)
  const identity = await askedIdentity({ name, flag: flags.identity }, session)
  const view = await viewPlan(session, identity.name)
  const { terminal, env } = session.effects
  if (flags.format === 'json') terminal.data(`${JSON.stringify(view)}\n`)
  else if (flags.format === 'mermaid') terminal.data(planAsMermaid(view))
  else {
    const reader = { folder: env.cwd, now: session.effects.clock.now(), room: roomOf(terminal) }
    const text = planAsText(view, reader)
    terminal.data(harmless(text, { colored: false }))
  }
  tellNotes(this, session)
}
