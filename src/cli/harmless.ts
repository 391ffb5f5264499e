import type { Terminal } from '../effects/terminal.ts'

/** The colours that `Voice.style` makes; nothing else that begins with an escape comes from us. */
const ours = '\u001b\\[(?:0|1|2|22|31|32|33|36|39)m'

/** What steers a terminal: C0 but tabs and line ends, DEL, C1. */
const steering = '(?!\\r?\\n)[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]'

const withColors = new RegExp(`(${ours})|${steering}`, 'g')
const withoutColors = new RegExp(steering, 'g')

/**
 * A text in which nothing steers the terminal: names and words of others may hold anything. Such characters are
 * spelled out (`\u001b`), which is also how JSON has them.
 */
export function harmless(text: string, { colored }: { readonly colored: boolean }): string {
  return text.replace(colored ? withColors : withoutColors, (found, color: unknown) =>
    typeof color === 'string' ? color : spelled(found),
  )
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A terminal that nobody's name can steer: all that is said and asked goes through `harmless`, data does not. */
export function harmlessTerminal(terminal: Terminal, colored: boolean): Terminal {
  const plain = (text: string) => harmless(text, { colored: false })
  const parts: Partial<Terminal> = {
    say: text => terminal.say(harmless(text, { colored })),
    choose: (question, choices) =>
      terminal.choose(
        plain(question),
        choices.map(({ value, label, hint }) => ({
          value,
          label: plain(label),
          ...(hint === undefined ? {} : { hint: plain(hint) }),
        })),
      ),
    ask: (question, options) => terminal.ask(plain(question), options),
    confirm: question => terminal.confirm(plain(question)),
    spin: (text, afterMs) => {
      const spinner = terminal.spin(plain(text), afterMs)
      return { update: words => spinner.update(plain(words)), stop: () => spinner.stop() }
    },
  }
  // Laid over the terminal, not copied from it: what it is (a terminal, so wide) it finds out when asked.
  return Object.create(
    terminal,
    Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, { value }])),
  )
}
