/** Waits in front of a terminal, until it is stopped. */
import { nodeTerminal } from '../../../src/effects/node/terminal.ts'

const terminal = nodeTerminal()
const person = terminal.spin('waiting for somebody')
terminal.spin('over before anybody asks', 100).stop()
const slow = terminal.spin('slow', 50)
slow.update('slower than that')
setTimeout(() => person.stop(), 400)
setTimeout(() => terminal.say('a line in between\n'), 800)
setTimeout(() => terminal.say('nobody stopped us\n'), 20_000)
