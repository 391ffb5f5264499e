import type { Needs } from '../../effects/effects.ts'
import { isOverSsh } from './over-ssh.ts'

/** How a person signs in: in a browser that comes back to this machine, or anywhere with a code. */
export type Flow = 'pkce' | 'device'

export interface ChosenFlow {
  readonly flow: Flow
  /** Why, in words that fit after `because`; absent where the flow was asked for. */
  readonly because?: string
}

/** The flow that was asked for, else the one that works here: the browser must open on this very machine. */
export function chooseFlow(
  asked: Flow | undefined,
  { browser, terminal, env }: Needs<'browser' | 'terminal' | 'env'>,
): ChosenFlow {
  if (asked !== undefined) return { flow: asked }
  if (isOverSsh({ env })) return { flow: 'device', because: 'this is an SSH session' }
  if (!browser.available) return { flow: 'device', because: 'no browser can open here' }
  if (!terminal.isTerminal.stderr) return { flow: 'device', because: 'this is no terminal' }
  return { flow: 'pkce', because: 'one can open here' }
}
