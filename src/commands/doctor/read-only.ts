import type { Effects } from '../../effects/effects.ts'
import type { Files } from '../../effects/files.ts'

/**
 * The same outside, in which nothing can be changed and nobody is spoken to: the file system is read-only as
 * a mount would be (`EROFS`), so that whoever wants to write behaves as on such a machine, and nobody can be
 * asked to sign in, here or in a browser.
 */
export function readOnly(effects: Effects): Effects {
  const refuse = (): never => {
    throw Object.assign(new Error('the doctor changes no file'), { code: 'EROFS' })
  }
  const files: Files = Object.create(effects.files, {
    replace: { value: refuse },
    append: { value: refuse },
    remove: { value: refuse },
    removeFolder: { value: refuse },
    makeFolder: { value: refuse },
    lock: { value: async () => refuse() },
  })
  const terminal: Effects['terminal'] = Object.create(effects.terminal, {
    canAsk: { value: false },
    canSignIn: { value: false },
    say: { value: () => undefined },
    spin: { value: () => ({ update: () => undefined, stop: () => undefined }) },
  })
  const browser: Effects['browser'] = {
    available: false,
    open: async () => false,
    openApart: async () => false,
    chrome: () => undefined,
  }
  return { ...effects, files, terminal, browser }
}

/** What is said of a call that `--offline` forbids. */
export const offlineWords = 'nobody is called with --offline'

/** The same outside without a network. */
export function withoutNetwork(effects: Effects): Effects {
  const send = async (): Promise<never> => {
    throw new Error(offlineWords)
  }
  return { ...effects, http: { send } }
}
