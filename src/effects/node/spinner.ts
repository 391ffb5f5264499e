import type { Spinner } from '../terminal.ts'
import { writeAll } from './descriptors.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Milliseconds between two frames. */
const pace = 100

const eraseLine = '\r\u001b[2K'

interface Waiting {
  message: string
}

/** Everything that is being waited for; the last is shown. */
const stack: Waiting[] = []
let timer: NodeJS.Timeout | undefined
let frame = 0

/**
 * Shows on the last line of standard error what is being waited for. It touches neither the keyboard nor signals:
 * Ctrl-C must end the program as it always does, with the code it always has.
 */
function startSpinner(
  waiting: Waiting,
  place: 'before others' | 'behind others',
  columns: () => number,
): Spinner {
  if (place === 'before others') stack.push(waiting)
  else stack.unshift(waiting)
  if (timer === undefined) {
    timer = setInterval(() => draw(columns()), pace)
    timer.unref()
  }
  draw(columns())
  return {
    update(next) {
      waiting.message = next
    },
    stop() {
      const place = stack.indexOf(waiting)
      if (place === -1) return
      stack.splice(place, 1)
      clearSpinner()
      if (stack.length > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}

/**
 * The same, once it has taken that long: what is over sooner is not worth a word. It hides nothing that was said
 * at once, which knows more of what goes on.
 */
export function startSpinnerLater(message: string, columns: () => number, afterMs: number): Spinner {
  const waiting: Waiting = { message }
  if (afterMs <= 0) return startSpinner(waiting, 'before others', columns)
  let started: Spinner | undefined
  const start = setTimeout(() => {
    started = startSpinner(waiting, 'behind others', columns)
  }, afterMs)
  start.unref()
  return {
    update(next) {
      waiting.message = next
    },
    stop() {
      clearTimeout(start)
      started?.stop()
    },
  }
}

/** Makes room for words; the next frame comes below them. */
export function clearSpinner(): void {
  if (timer !== undefined) writeAll(2, eraseLine)
}

/** A line that wraps could not be taken back, so a long one is cut. */
function draw(columns: number): void {
  const { message } = stack.at(-1) ?? { message: '' }
  const room = Math.max(8, columns - 3)
  const shown = message.length > room ? `${message.slice(0, room - 1)}…` : message
  writeAll(2, `${eraseLine}${frames[frame % frames.length]} ${shown}`)
  frame += 1
}
