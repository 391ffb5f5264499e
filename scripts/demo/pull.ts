import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { DockerLogin } from './docker-login.ts'

/** Where a registry really listens, and the name it is called by. */
export interface Registry {
  /** Base URL of the address. */
  readonly address: string
  /** Goes into the `Host` header. */
  readonly name: string
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}

/**
 * Pulls an image as Docker does: challenge, token exchange, manifest, then every blob with its digest checked.
 * @returns `undefined` when it worked, else the registry's words: `toomanyrequests: Rate exceeded`
 */
export async function pull(
  registry: Registry,
  { repository, login }: { readonly repository: string; readonly login: DockerLogin | undefined },
): Promise<string | undefined> {
  const scope = `repository:${repository}:pull`
  const exchange = await get(registry, await tokenPath(registry, scope), login && basic(login))
  if (exchange.status !== 200) return wordsOf(exchange)
  const authorization = `Bearer ${JSON.parse(exchange.body.toString()).token}`
  const manifest = await get(registry, `/v2/${repository}/manifests/latest`, authorization)
  if (manifest.status !== 200) return wordsOf(manifest)
  const { config, layers } = JSON.parse(manifest.body.toString())
  for (const { digest } of [config, ...layers]) {
    const blob = await get(registry, `/v2/${repository}/blobs/${digest}`, authorization)
    const found = `sha256:${createHash('sha256').update(blob.body).digest('hex')}`
    if (found !== digest) return `${digest} is not what arrived (${found})`
  }
  return undefined
}

/** The path of the token service that the registry's challenge names. */
async function tokenPath(registry: Registry, scope: string): Promise<string> {
  const { headers } = await get(registry, '/v2/')
  const challenge = String(headers['www-authenticate'])
  const realm = /^Bearer realm="([^"]+)"/.exec(challenge)?.[1]
  const service = /service="([^"]+)"/.exec(challenge)?.[1]
  if (realm === undefined || service === undefined)
    throw new Error(`Not a registry's challenge: ${challenge}`)
  return `${new URL(realm).pathname}?${new URLSearchParams({ service, scope })}`
}

function basic({ user, password }: DockerLogin): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function wordsOf({ status, body }: Answer): string {
  const { code, message } = JSON.parse(body.toString()).errors[0]
  return `${status} ${String(code).toLowerCase()}: ${message}`
}

function get({ address, name }: Registry, path: string, authorization?: string): Promise<Answer> {
  const headers = { host: name, ...(authorization && { authorization }) }
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, address), { headers, timeout: 5000 }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', chunk => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      )
    })
    call.on('timeout', () => call.destroy(new Error(`${name} did not answer`)))
    call.on('error', reject)
    call.end()
  })
}
