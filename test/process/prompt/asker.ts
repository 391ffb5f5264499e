/** Asks one question, and says what was answered. */
import { nodeTerminal } from '../../../src/effects/node/terminal.ts'

const terminal = nodeTerminal()
const answer = await terminal.ask('What is the code that the page shows?')
terminal.say(`it is ${answer}\n`)
