import type { Effects } from '../../effects/effects.ts'

const nobody = async (): Promise<undefined> => undefined

/**
 * The outside with nobody in front of it: Docker asks, and whoever started Docker must never be asked back,
 * nor find a browser opened.
 */
export function unattended(effects: Effects): Effects {
  const { terminal } = effects
  return {
    ...effects,
    terminal: {
      data: text => terminal.data(text),
      say: text => terminal.say(text),
      isTerminal: { stdin: false, stdout: false, stderr: false },
      canAsk: false,
      canSignIn: false,
      columns: 80,
      readInput: async () => '',
      choose: nobody,
      ask: nobody,
      confirm: nobody,
      spin: () => ({ update: () => undefined, stop: () => undefined }),
    },
    browser: {
      available: false,
      open: async () => false,
      openApart: async () => false,
      chrome: () => undefined,
    },
  }
}
