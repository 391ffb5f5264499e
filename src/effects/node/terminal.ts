import { fstatSync } from 'node:fs'
import type { Spinner, Terminal } from '../terminal.ts'
import { readAll, writeAll } from './descriptors.ts'
import { clearSpinner, startSpinnerLater } from './spinner.ts'

/**
 * The real terminal. Writes go straight to the file descriptors: `process.stdout` costs a tenth of a start
 * and may lose its tail when the process ends.
 */
export function nodeTerminal(): Terminal {
  return {
    data: text => writeAll(1, text),
    say: text => {
      clearSpinner()
      writeAll(2, text)
    },
    isTerminal: {
      get stdin() {
        return isTerminal(0)
      },
      get stdout() {
        return isTerminal(1)
      },
      get stderr() {
        return isTerminal(2)
      },
    },
    get canAsk() {
      return isTerminal(0) && isTerminal(2)
    },
    get canSignIn() {
      return isTerminal(2)
    },
    get columns() {
      return columns()
    },
    readInput: async () => readAll(0),
    choose: async (question, choices) => (await import('./prompts.ts')).choose(question, choices),
    ask: async (question, options) => (await import('./prompts.ts')).ask(question, options),
    confirm: async question => (await import('./prompts.ts')).confirm(question),
    spin: (text, afterMs = 0) => (isTerminal(2) ? startSpinnerLater(text, columns, afterMs) : silent),
  }
}

const silent: Spinner = { update: () => undefined, stop: () => undefined }

function columns(): number {
  return isTerminal(2) ? process.stderr.columns || 80 : 80
}

/** Most runs are in a pipe: only a character device is worth loading `node:tty` for. */
function isTerminal(descriptor: 0 | 1 | 2): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false
  } catch {
    return false
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor)
}
