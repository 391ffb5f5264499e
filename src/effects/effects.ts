import type { Browser } from './browser.ts'
import type { Clock } from './clock.ts'
import type { Environment } from './environment.ts'
import type { Files } from './files.ts'
import type { Http } from './http.ts'
import type { Processes } from './processes.ts'
import type { Random } from './random.ts'
import type { Server } from './server.ts'
import type { Terminal } from './terminal.ts'

/** Everything outside the program. `effects/node` is the real one; tests hand in their own. */
export interface Effects {
  readonly clock: Clock
  readonly env: Environment
  readonly files: Files
  readonly http: Http
  readonly processes: Processes
  readonly terminal: Terminal
  readonly browser: Browser
  readonly random: Random
  readonly server: Server
}

/** The part of the outside a function may touch, said in its signature: `Needs<'http' | 'clock'>`. */
export type Needs<K extends keyof Effects> = Pick<Effects, K>
