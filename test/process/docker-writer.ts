import { Secret } from '../../src/auth/secret.ts'
import { nodeClock } from '../../src/effects/node/clock.ts'
import { nodeEnvironment } from '../../src/effects/node/environment.ts'
import { nodeFiles } from '../../src/effects/node/files.ts'
import { nodeProcesses } from '../../src/effects/node/processes.ts'
import { Failure } from '../../src/errors/failure.ts'
import { toDocker } from '../../src/sinks/docker.ts'

/**
 * Logs in to one host over and over, with a new token each time, for tests that kill it.
 * Arguments: folder, host, how often. Says `ready` before it begins.
 */
const [folder, host = '', times = '1'] = process.argv.slice(2)
const effects = { files: nodeFiles(), env: nodeEnvironment(), processes: nodeProcesses(), clock: nodeClock() }

process.stdout.write('ready\n')
for (let round = 0; round < Number(times); round += 1) {
  const password = new Secret(`${round}-`.padEnd(200 + ((round * 37) % 3000), 'token'))
  const [outcome] = await toDocker([{ registry: host, username: 'AWS', password, expiresAt: 0 }], effects, {
    folder,
  })
  if (outcome instanceof Failure) {
    process.stderr.write(`${outcome.code}: ${outcome.message}\n${outcome.next}\n`)
    process.exit(outcome.exitCode)
  }
}
