import { isContinuousIntegration } from '../../cli/continuous-integration.ts'
import { harmlessTerminal } from '../../cli/harmless.ts'
import type { Settings } from '../../cli/settings.ts'
import { isColored } from '../../cli/voice.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { wordsOf } from '../../errors/to-failure.ts'

/**
 * The same outside with a terminal that knows whether somebody may be asked, that no name can steer, and that
 * says why it takes no more.
 */
export function withCarefulTerminal(effects: Effects, settings: Settings): Effects {
  const { terminal, env } = effects
  const { forceTty, interactive } = settings
  const isCi = isContinuousIntegration(env)
  return {
    ...effects,
    terminal: Object.create(harmlessTerminal(terminal, isColored(terminal, settings)), {
      data: { value: (text: string) => writeData(text, terminal) },
      canAsk: { get: () => interactive && !isCi && terminal.canAsk },
      canSignIn: { get: () => forceTty || (interactive && !isCi && terminal.canSignIn) },
    }),
  }
}

/** @throws Failure `file-unwritable` when standard output leads to a place that takes no more */
function writeData(text: string, terminal: Effects['terminal']): void {
  try {
    terminal.data(text)
  } catch (thrown) {
    throw new Failure({
      code: 'file-unwritable',
      what: 'Could not write the answer',
      why: `standard output takes no more: ${wordsOf(thrown)}`,
      next: 'Make room where standard output goes, or send it elsewhere',
      cause: thrown,
    })
  }
}
