/** Waits in front of a terminal, until it is stopped. */
import { nodeTerminal } from '../../../src/effects/node/terminal.ts'

const terminal = nodeTerminal()
terminal.spin('waiting for somebody')
setTimeout(() => terminal.say('a line in between\n'), 150)
setTimeout(() => terminal.say('nobody stopped us\n'), 20_000)
