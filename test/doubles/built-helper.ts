import { join } from 'node:path'
import { type RunScript, startScript } from './script.ts'

/** The built credential helper. */
export const helperProgram = join(import.meta.dirname, '../../dist/docker-credential-atmos.cjs')

export interface RunHelper extends Omit<RunScript, 'args'> {
  readonly verb: string
}

/** Starts the built helper as Docker does, with nothing of this machine's environment. */
export const startHelper = ({ verb, ...run }: RunHelper) =>
  startScript(helperProgram, { cwd: '/', ...run, args: [verb] })

/** Runs the built helper to its end. */
export const runHelper = (run: RunHelper) => startHelper(run).ended
