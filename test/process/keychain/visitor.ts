/**
 * A program that uses the stores as the CLI does, run inside a session with (or without) a real keychain.
 * Prints what it saw as JSON. Secrets are a test's own.
 */
import { Secret } from '../../../src/auth/secret.ts'
import { nodeClock } from '../../../src/effects/node/clock.ts'
import { nodeEnvironment } from '../../../src/effects/node/environment.ts'
import { nodeFiles } from '../../../src/effects/node/files.ts'
import { nodeProcesses } from '../../../src/effects/node/processes.ts'
import { nodeRandom } from '../../../src/effects/node/random.ts'
import { keychainVault } from '../../../src/stores/keychain.ts'
import { readLongLivedKeys, writeLongLivedKeys } from '../../../src/stores/long-lived-keys.ts'
import { openVaults } from '../../../src/stores/open.ts'

const effects = {
  clock: nodeClock(),
  env: nodeEnvironment(),
  files: nodeFiles(),
  processes: nodeProcesses(),
  random: nodeRandom,
  terminal: { canAsk: false } as never,
}
const settings = { type: 'system', path: undefined, passwordEnv: 'ATMOS_KEYRING_PASSWORD' } as const
const owner = { name: 'break-glass', realm: 'prod', configFolder: undefined }

const visits: Readonly<Record<string, () => Promise<object>>> = {
  async write() {
    const vault = keychainVault({ limitMs: 10_000 }, effects)
    const before = await vault.get('atmos-auth:session:r')
    await vault.set('atmos-auth:session:r', new Secret('ä "text"\nof two lines'))
    const after = await vault.get('atmos-auth:session:r')
    const removed = [await vault.remove('atmos-auth:session:r'), await vault.remove('atmos-auth:session:r')]
    const keys = { accessKeyId: 'AKIAOURS', secretAccessKey: new Secret('test-ours') }
    await writeLongLivedKeys(vault, owner, keys)
    return { before, after: after?.expose(), removed }
  },
  async read() {
    const found = await readLongLivedKeys(keychainVault({ limitMs: 10_000 }, effects), owner)
    return { ...found, secretAccessKey: found?.secretAccessKey.expose() }
  },
  async sessions() {
    const { sessions, notes } = openVaults(settings, effects)
    await sessions.set('session', new Secret('text'))
    return { text: (await sessions.get('session'))?.expose(), notes, place: sessions.place }
  },
  async silent() {
    const start = performance.now()
    const vault = keychainVault({ limitMs: 700 }, effects)
    const why = await vault.get('key').then(
      () => 'answered',
      (thrown: { why: string }) => thrown.why,
    )
    return { why, waited: performance.now() - start }
  },
}

const visit = visits[process.argv[2] ?? '']
if (visit === undefined) throw new Error(`no visit called ${process.argv[2]}`)
process.stdout.write(JSON.stringify(await visit()))
