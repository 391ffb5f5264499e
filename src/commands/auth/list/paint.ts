import type { Context } from '../../context.ts'
import type { Standing } from './listing.ts'

/** Colours a text, or leaves it as it is. */
export type Paint = Context['voice']['style']

/** Whether standard output is coloured: as was asked for, else where it is a terminal. */
export function isPainted({ settings, effects }: Context): boolean {
  return settings.color ?? effects.terminal.isTerminal.stdout
}

/** Paints what goes to standard output. */
export function painter(context: Context): Paint {
  return (style, text) => (isPainted(context) ? context.voice.style(style, text) : text)
}

const dotColors = { valid: 'green', expiring: 'yellow', expired: 'red' } as const

/** `●` in the colour of how the credentials stand. */
export function dotOf({ status }: Standing, paint: Paint): string {
  return paint(dotColors[status], '●')
}
