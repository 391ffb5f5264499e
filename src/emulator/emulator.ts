import type { Needs } from '../effects/effects.ts'
import type { HttpHandler, HttpRequest } from '../effects/http.ts'
import { answerTo } from './dispatch.ts'
import { createFaults, type Fault, type FaultPlan } from './faults.ts'
import { givenKey } from './keys.ts'
import { type EmulatorOptions, type PrincipalOptions, settingsOf } from './options.ts'
import { receive } from './received.ts'
import { serviceFor } from './services.ts'
import { createPeople, type People } from './sso/people.ts'
import { createWorld } from './world.ts'

/** One request the emulator got, and how it went. */
interface RecordedRequest {
  /** Service and operation: `ecr-public:GetAuthorizationToken`, `public-registry:manifest`. */
  readonly operation: string
  readonly method: HttpRequest['method']
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `undefined` while it hangs, or when the connection broke. */
  readonly status: number | undefined
}

/** A pretend AWS, GitHub and container registry behind one function. */
export interface Emulator {
  /** Answers any request; `{ send: emulator.handle }` is an `Http`. */
  readonly handle: HttpHandler
  /** The latest thousand requests, oldest first. */
  readonly requests: readonly RecordedRequest[]
  forgetRequests(): void
  /** Adds a caller, or replaces the one with the same access key. */
  setPrincipal(principal: PrincipalOptions): void
  /** From now on nobody knows this access key. */
  revokeKey(accessKeyId: string): void
  /** Every temporary key handed out by STS is unknown from now on. */
  revokeSessions(): void
  /** Everybody who came through `aws login` must come again. */
  revokeSignIns(): void
  /** IAM Identity Center as its people use it. */
  readonly people: People
  /** Makes the next requests fail. */
  inject(fault: Fault, plan?: FaultPlan): void
  /** Sets how far the services' clock runs ahead of the real one, milliseconds. */
  setClockSkew(ms: number): void
}

const remembered = 1000

/** Starts a pretend cloud. Its time is the given clock's, its tokens are good for this emulator only. */
export function createEmulator(options: EmulatorOptions, effects: Needs<'clock' | 'random'>): Emulator {
  const world = createWorld(settingsOf(options), effects)
  const faults = createFaults()
  const requests: Recording[] = []
  return {
    requests,
    async handle(request) {
      const received = receive(request)
      const service = serviceFor(received)
      const operation = service === undefined ? 'unknown' : `${service.name}:${service.operationOf(received)}`
      const recording: Recording = { ...request, body: request.body ?? '', operation, status: undefined }
      if (requests.push(recording) > remembered) requests.shift()
      const answer = await answerTo({ received, service, fault: faults.next(operation) }, world)
      recording.status = answer.status
      return answer
    },
    forgetRequests() {
      requests.length = 0
    },
    setPrincipal(principal) {
      world.keys.set(principal.accessKeyId, givenKey(principal))
    },
    revokeKey(accessKeyId) {
      world.keys.delete(accessKeyId)
    },
    revokeSessions() {
      for (const [id, key] of world.keys) if (key.origin !== 'given') world.keys.delete(id)
    },
    revokeSignIns() {
      world.signIn.sessions.clear()
    },
    people: createPeople(world),
    inject(fault, plan = {}) {
      faults.add(fault, plan)
    },
    setClockSkew(ms) {
      world.skew = ms
    },
  }
}

type Recording = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] }
