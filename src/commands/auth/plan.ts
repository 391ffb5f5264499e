import { harmless } from '../../cli/harmless.ts'
import { Failure } from '../../errors/failure.ts'
import { chooseIdentity } from '../choose-identity.ts'
import type { Context } from '../context.ts'
import { openSession, tellNotes } from '../session.ts'
import type { PlanFlags } from './plan.command.ts'
import { planAsMermaid } from './plan-mermaid.ts'
import { planAsText } from './plan-text.ts'
import { viewPlan } from './plan-view.ts'

/** `atmos auth plan [identity]`: the chain that a login would walk, without walking it. */
export async function plan(this: Context, flags: PlanFlags, name?: string): Promise<void> {
  if (name !== undefined && flags.identity !== undefined) {
    throw new Failure({
      code: 'usage',
      what: 'The identity is named twice',
      why: `as ${name} and with --identity`,
      next: `Write atmos auth plan ${name}`,
    })
  }
  const session = await openSession(this)
  const fromEnvironment = session.effects.env.get('ATMOS_IDENTITY')
  const wish = { named: name ?? flags.identity, fromEnvironment }
  const identity = await chooseIdentity(session.auth, wish, session.effects)
  const view = await viewPlan(session, identity.name)
  const { terminal, env } = session.effects
  if (flags.format === 'json') terminal.data(`${JSON.stringify(view)}\n`)
  else if (flags.format === 'mermaid') terminal.data(planAsMermaid(view))
  else {
    const text = planAsText(view, { folder: env.cwd, now: session.effects.clock.now() })
    terminal.data(harmless(text, { colored: false }))
  }
  tellNotes(this, session)
}
