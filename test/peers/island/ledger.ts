import type { HttpHandler } from '../../../src/effects/http.ts'

/** Passwords the AWS side has handed out, by the API host that did. */
export interface Ledger {
  /** The same service, with every registry password in its answers written down. */
  recording(service: HttpHandler): HttpHandler
  /** Whether this user and password, split at the first colon, were handed out for this registry. */
  admits(registry: string, credentials: string): boolean
}

/**
 * The island's registries accept what AWS handed out and nothing else. The ledger reads the answers as they
 * pass, so that it depends on no one's idea of what a password looks like.
 */
export function openLedger(): Ledger {
  const handedOut = new Map<string, Set<string>>()
  return {
    recording: service => async request => {
      const response = await service(request)
      const host = new URL(request.url).hostname
      const known = handedOut.get(host) ?? new Set()
      for (const token of tokensIn(response.body)) known.add(Buffer.from(token, 'base64').toString('utf8'))
      handedOut.set(host, known)
      return response
    },
    admits: (registry, credentials) => handedOut.get(apiOf(registry))?.has(credentials) ?? false,
  }
}

function tokensIn(body: string): readonly string[] {
  return [...body.matchAll(/"authorizationToken"\s*:\s*"([^"]+)"/g)].map(match => match[1] ?? '')
}

/** The API host whose tokens open a registry: of its own Region, whatever the account. */
function apiOf(registry: string): string {
  if (registry === 'public.ecr.aws') return 'api.ecr-public.us-east-1.amazonaws.com'
  return registry.replace(/^\d{12}\.dkr\./, 'api.')
}
