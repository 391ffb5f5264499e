import type { HttpResponse } from '../effects/http.ts'
import type { Received } from './received.ts'
import type { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** One service of the pretend cloud. A new one is a file in `services/` and a line in `services.ts`. */
export interface PretendService {
  /** As in IAM actions: `ecr-public`. */
  readonly name: string
  /** The host names it has in the real world. */
  readonly hosts: RegExp
  /** Whether a request to any other host (a loopback address) is meant for it, judged by its content. */
  claims(received: Received): boolean
  /** What is asked, for the record and for injected faults: `GetAuthorizationToken`. */
  operationOf(received: Received): string
  /** @throws Refusal */
  answer(received: Received, world: World): HttpResponse
  /** A refusal in the service's own protocol. */
  refuse(refusal: Refusal, requestId: string): HttpResponse
}

/**
 * The Region of a host: the one in its name, us-east-1 for a global name; `undefined` when the service is
 * called by a name that is not its own.
 */
export function regionOfHost(service: Pick<PretendService, 'hosts'>, host: string): string | undefined {
  const match = service.hosts.exec(host)
  return match === null ? undefined : (match.groups?.region ?? 'us-east-1')
}
