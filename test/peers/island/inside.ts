/**
 * The first process of an island: started by `open-island.ts` in namespaces of its own, it lays the network,
 * starts everyone who lives there, and then runs what it is told to. When it ends, everything here ends.
 */
import { roleCredentials, startAws } from './aws.ts'
import { openAwsDoor } from './aws-door.ts'
import { makeCertificates } from './certificates.ts'
import { startEngine } from './engine.ts'
import { publishImage } from './image.ts'
import { openLedger } from './ledger.ts'
import type { IslandOptions, Order, Report } from './messages.ts'
import { openMetadata } from './metadata.ts'
import { awsAddress, layNetwork, registryAddress } from './network.ts'
import { plainPort, startRegistries } from './registries.ts'
import { openRegistryDoor } from './registry-door.ts'
import { run } from './run.ts'

/** The names the images have in every registry of the island. */
const images = ['docker/library/alpine:latest', 'team/app:1.0']

process.on('disconnect', () => process.exit())
process.on('message', (order: Order) => {
  obey(order).then(report, (error: unknown) => {
    report({ kind: 'sunk', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  })
})

async function obey(order: Order): Promise<Report> {
  if (order.kind === 'run') {
    return { kind: 'outcome', id: order.id, outcome: await run(order.command) }
  }
  await settle(order.folder, order.options)
  return { kind: 'open' }
}

async function settle(folder: string, options: IslandOptions): Promise<void> {
  const registries = ['public.ecr.aws', ...options.privateRegistries]
  const services = awsNames(options.privateRegistries)
  await layNetwork(folder, { [registryAddress]: registries, [awsAddress]: services })
  const certificates = await makeCertificates(folder, [...registries, ...services])
  const ledger = openLedger()
  await Promise.all([
    startRegistries(folder, certificates),
    openRegistryDoor(certificates, ledger),
    openAwsDoor(certificates, ledger.recording(startAws())),
    options.metadata ? openMetadata(roleCredentials) : undefined,
    options.engine ? startEngine(folder, certificates.authority) : undefined,
  ])
  await publishImage(folder, `127.0.0.1:${plainPort}`, images)
}

/** The AWS services of each Region that a registry of the island is in, and of us-east-1. */
function awsNames(registries: readonly string[]): readonly string[] {
  const regions = new Set(['us-east-1', ...registries.map(registry => registry.split('.')[3] ?? '')])
  const regional = [...regions].flatMap(region => [
    `api.ecr.${region}.amazonaws.com`,
    `sts.${region}.amazonaws.com`,
    `portal.sso.${region}.amazonaws.com`,
    `oidc.${region}.amazonaws.com`,
    `device.sso.${region}.amazonaws.com`,
  ])
  return [...regional, 'sts.amazonaws.com', 'api.ecr-public.us-east-1.amazonaws.com']
}

function report(message: Report): void {
  process.send?.(message)
}
