import type { Effects } from '../effects.ts'
import { nodeBrowser } from './browser.ts'
import { nodeClock } from './clock.ts'
import { nodeEnvironment } from './environment.ts'
import { nodeFiles } from './files.ts'
import { nodeHttp } from './http.ts'
import { nodeProcesses } from './processes.ts'
import { nodeRandom } from './random.ts'
import { nodeServer } from './server.ts'
import { nodeTerminal } from './terminal.ts'

/** The real outside, assembled for the doors. */
export function nodeEffects(): Effects {
  const env = nodeEnvironment()
  const processes = nodeProcesses()
  return {
    env,
    clock: nodeClock(),
    files: nodeFiles(),
    http: nodeHttp(env),
    processes,
    terminal: nodeTerminal(),
    browser: nodeBrowser(env, processes.find),
    random: nodeRandom,
    server: nodeServer,
  }
}
