import type { HttpResponse } from '../../effects/http.ts'
import { type PretendService, regionOfHost } from '../pretend-service.ts'
import type { Received } from '../received.ts'
import { Refusal } from '../refusal.ts'
import { regionPattern } from '../region.ts'
import { refuseAsRegistry, registryReasons } from '../registry/answers.ts'
import { contentOf, wantedOf } from '../registry/content.ts'
import { openPass, presentedBy } from '../registry/pass.ts'

/** Private ECR's registries, one host per account and Region: user name and password, no rates. */
export const privateRegistry: PretendService = {
  name: 'private-registry',
  hosts: new RegExp(`^\\d{12}\\.dkr[.-]ecr(?:-fips)?\\.(?<region>${regionPattern})\\.[a-z0-9.-]+$`),
  claims: () => false,
  operationOf: received => wantedOf(received).what,
  answer(received, world) {
    const presented = presentedBy(received)
    if (presented === undefined) return challenge(received)
    const region = regionOfHost(privateRegistry, received.host) ?? ''
    if (presented.scheme !== 'basic') throw new Refusal(registryReasons.denied, 'Not Authorized')
    openPass(presented, { use: 'ecr', region, reason: registryReasons.denied }, world)
    return contentOf(wantedOf(received), received, world)
  },
  refuse: refuseAsRegistry,
}

function challenge({ host }: Received): HttpResponse {
  const words = `Basic realm="https://${host}/",service="ecr.amazonaws.com"`
  return {
    status: 401,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': words },
    body: 'Not Authorized\n',
  }
}
