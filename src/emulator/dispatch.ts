import type { HttpResponse } from '../effects/http.ts'
import { type Fault, failWith } from './faults.ts'
import type { PretendService } from './pretend-service.ts'
import type { Received } from './received.ts'
import { Refusal } from './refusal.ts'
import { newRequestId, timeOf, type World } from './world.ts'

/** A request on its way to the service it is for, with the fault that is due. */
export interface Delivery {
  readonly received: Received
  readonly service: PretendService | undefined
  readonly fault: Fault | undefined
}

/** The answer a request gets: the service's, its refusal, or what a fault makes of them. */
export async function answerTo(delivery: Delivery, world: World): Promise<HttpResponse> {
  const id = newRequestId(world)
  const answer = await answerOrRefusal(delivery, { id, world })
  const date = new Date(timeOf(world)).toUTCString()
  return { ...answer, headers: { date, 'x-amzn-requestid': id, ...answer.headers } }
}

async function answerOrRefusal(
  { received, service, fault }: Delivery,
  { id, world }: { readonly id: string; readonly world: World },
): Promise<HttpResponse> {
  if (service === undefined)
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found\n' }
  const answer = () => service.answer(received, world)
  try {
    return await (fault === undefined ? answer() : failWith(fault, answer))
  } catch (thrown) {
    if (thrown instanceof Refusal) return service.refuse(thrown, id)
    throw thrown
  }
}
