/** Writes into the private file, the ledger and the AWS files as fast as it can, beside others that do the same. */
import { Secret } from '../../../src/auth/secret.ts'
import { nodeClock } from '../../../src/effects/node/clock.ts'
import { nodeEnvironment } from '../../../src/effects/node/environment.ts'
import { nodeFiles } from '../../../src/effects/node/files.ts'
import { writeAwsFiles } from '../../../src/sinks/aws-files.ts'
import { awsFilesPlace } from '../../../src/sinks/aws-files-place.ts'
import { recordInLedger } from '../../../src/sinks/ledger.ts'
import { privateFileVault } from '../../../src/stores/private-file.ts'

const effects = { clock: nodeClock(), env: nodeEnvironment(), files: nodeFiles() }
const [who = '', rounds = '1', sessions = ''] = process.argv.slice(2)
const vault = privateFileVault(sessions, effects)
for (let round = 0; round < Number(rounds); round++) {
  const identity = `${who}-${round}`
  await vault.set(identity, new Secret(identity))
  const place = awsFilesPlace({ realm: undefined, provider: 'sso', identity }, effects)
  const credentials = { type: 'aws', accessKeyId: identity, secretAccessKey: new Secret('key') } as const
  const receipt = await writeAwsFiles({ place, credentials }, effects)
  const { notes } = await recordInLedger([{ type: 'aws-files', at: round, receipt }], effects)
  if (notes.length > 0) throw new Error(notes.join())
}
