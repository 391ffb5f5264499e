import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Processes } from '../processes.ts'

/** Real programs. What starts them is loaded only when one is started. */
export function nodeProcesses(): Processes {
  return {
    run: async request => (await import('./run-program.ts')).runProgram(request),
    attach: async request => (await import('./attach-program.ts')).attachProgram(request),
    talk: async request => (await import('./talk-to-program.ts')).talkToProgram(request),
    find: findProgram,
  }
}

/** Folders of PATH that are not absolute are passed over, as Go programs (Docker) do. */
function findProgram(program: string): string | undefined {
  const endings = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE').split(';') : ['']
  const names = endings.map(ending => `${program}${ending}`)
  if (isAbsolute(program)) return [program, ...names].find(isProgram)
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
