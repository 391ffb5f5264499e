import { join } from 'node:path'
import { type RunScript, startScript } from './script.ts'

/** The built program. */
export const program = join(import.meta.dirname, '../../dist/atmos.cjs')

/** Starts the built program, with nothing of this machine's environment. */
export const startBuilt = (run: RunScript) => startScript(program, run)

/** Runs the built program to its end. */
export const runBuilt = (run: RunScript) => startBuilt(run).ended
