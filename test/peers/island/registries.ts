import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Certificates } from './certificates.ts'

/** Ports of the two real registries behind the front door. They share one storage folder. */
export const guardedPort = 5001
export const plainPort = 5002

/**
 * Starts Debian's docker-registry twice over the same images: one that checks tokens itself, as ECR Public
 * does, and one that leaves the guarding to the door in front of it, for the private registries.
 */
export async function startRegistries(folder: string, certificates: Certificates): Promise<void> {
  const realm = { realm: 'https://public.ecr.aws/token/', service: 'public.ecr.aws' }
  const token = { ...realm, issuer: 'public.ecr.aws', rootcertbundle: certificates.authority }
  await startRegistry(folder, guardedPort, { auth: { token } })
  await startRegistry(folder, plainPort, {})
}

async function startRegistry(folder: string, port: number, extra: object): Promise<void> {
  const storage = join(folder, 'images')
  await mkdir(storage, { recursive: true })
  const config = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: `127.0.0.1:${port}`, secret: 'island' },
    ...extra,
  }
  // JSON is YAML.
  const file = join(folder, `registry-${port}.yml`)
  await writeFile(file, JSON.stringify(config))
  const registry = spawn('docker-registry', ['serve', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  registry.stderr.on('data', text => {
    complaints += text
  })
  await untilAnswering(port, () => (registry.exitCode === null ? undefined : complaints))
}

async function untilAnswering(port: number, death: () => string | undefined): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const reason = death()
    if (reason !== undefined) throw new Error(`docker-registry ended: ${reason}`)
    if (await answers(port)) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`docker-registry did not answer on port ${port} in 10 s`)
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    request({ host: '127.0.0.1', port, path: '/v2/' }, response => {
      response.resume()
      resolve(true)
    })
      .on('error', () => resolve(false))
      .end()
  })
}
