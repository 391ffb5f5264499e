import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mustRun } from './run.ts'

/**
 * Registries live on one address and the AWS services on another, so that both have port 443. Both are from
 * the block reserved for documentation: Docker checks no certificates of registries on 127.0.0.0/8.
 */
export const registryAddress = '192.0.2.1'
export const awsAddress = '192.0.2.2'
export const taskAddress = '169.254.170.2'
export const podAddress = '169.254.170.23'
export const instanceAddress = '169.254.169.254'

/**
 * Makes the network of this namespace: a loopback interface with everything on it, and production's names
 * for it. The machine's own hosts file and `/run` are covered, never changed.
 */
export async function layNetwork(
  folder: string,
  names: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await mustRun(['ip', 'link', 'set', 'lo', 'up'], folder)
  for (const address of [registryAddress, awsAddress, taskAddress, podAddress, instanceAddress]) {
    await mustRun(['ip', 'address', 'add', `${address}/32`, 'dev', 'lo'], folder)
  }
  const hosts = join(folder, 'hosts')
  const lines = Object.entries(names).flatMap(([address, all]) => all.map(name => `${address} ${name}`))
  await writeFile(hosts, `${await readFile('/etc/hosts', 'utf8')}\n${lines.join('\n')}\n`)
  await mustRun(['mount', '--bind', hosts, '/etc/hosts'], folder)
  await mustRun(['mount', '-t', 'tmpfs', 'tmpfs', '/run'], folder)
}
