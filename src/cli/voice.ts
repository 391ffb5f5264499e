import { styleText } from 'node:util'
import type { Terminal } from '../effects/terminal.ts'
import type { Settings } from './settings.ts'

type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold' | 'cyan'

/** How this program speaks to people: on standard error, one line a fact. */
export interface Voice {
  success(text: string): void
  warn(text: string): void
  /** Neutral news; silenced by `--quiet` like successes. */
  note(text: string): void
  /** Only with `--verbose`. */
  detail(text: string): void
  style(style: Style, text: string): string
}

/** Whether what is said to people has colours. */
export function isColored(
  terminal: Pick<Terminal, 'isTerminal'>,
  settings: Pick<Settings, 'color'>,
): boolean {
  return settings.color ?? terminal.isTerminal.stderr
}

export function createVoice(terminal: Terminal, settings: Settings): Voice {
  const colored = isColored(terminal, settings)
  const style = (name: Style, text: string) =>
    colored ? styleText(name, text, { validateStream: false }) : text
  const say = (text: string) => terminal.say(`${text}\n`)
  return {
    success: text => settings.quiet || say(`${style('green', '✓')} ${text}`),
    warn: text => say(`${style('yellow', '⚠')} ${text}`),
    note: text => settings.quiet || say(text),
    detail: text => settings.verbose && say(style('dim', text)),
    style,
  }
}
