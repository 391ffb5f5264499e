import type { Secret } from '../../auth/secret.ts'
import type { Needs } from '../../effects/effects.ts'
import type { HttpHandler } from '../../effects/http.ts'

export interface PrivatePage {
  /** An address that is a secret by itself. */
  readonly address: Secret
  /** Opens an address in a browser. @returns whether one was started */
  open(url: string): Promise<boolean>
}

/** How long a browser may take to start, milliseconds. */
const limitMs = 20_000

/** The visit is looked for this often, milliseconds. */
const glanceMs = 50

/** Time for the answer to leave, milliseconds. */
const farewellMs = 50

/**
 * Opens an address that must not stand on a command line, where every user of the machine could read it: the
 * browser is given a loopback page that is good once, and sends it on.
 * @returns whether a browser came for it
 */
export async function openPrivately(
  { address, open }: PrivatePage,
  { server, random, clock }: Needs<'server' | 'random' | 'clock'>,
): Promise<boolean> {
  const path = `/${Buffer.from(random.bytes(24)).toString('base64url')}`
  let visited = false
  const handler: HttpHandler = async ({ method, url }) => {
    const headers = { connection: 'close', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
    if (visited || method !== 'GET' || new URL(url).pathname !== path)
      return { status: 404, headers, body: '' }
    visited = true
    return { status: 302, headers: { ...headers, location: address.expose() }, body: '' }
  }
  const listening = await server.listen(handler, 0)
  try {
    if (!(await open(`${listening.url}${path}`))) return false
    for (let waited = 0; !visited && waited < limitMs; waited += glanceMs) await clock.sleep(glanceMs)
    await clock.sleep(farewellMs)
    return visited
  } finally {
    await listening.close()
  }
}
