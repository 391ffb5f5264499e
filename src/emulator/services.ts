import type { PretendService } from './pretend-service.ts'
import type { Received } from './received.ts'
import { ecr } from './services/ecr.ts'
import { ecrPublic } from './services/ecr-public.ts'
import { github } from './services/github.ts'
import { privateRegistry } from './services/private-registry.ts'
import { publicRegistry } from './services/public-registry.ts'
import { samlIdp } from './services/saml-idp.ts'
import { signIn } from './services/sign-in.ts'
import { sso } from './services/sso.ts'
import { ssoOidc } from './services/sso-oidc.ts'
import { sts } from './services/sts.ts'

/** Every service of the pretend cloud. The order decides only between claims for one request. */
const services: readonly PretendService[] = [
  ecrPublic,
  ecr,
  sts,
  github,
  ssoOidc,
  sso,
  signIn,
  samlIdp,
  privateRegistry,
  publicRegistry,
]

/** The service with this host name; for any other name the one that claims the request by its content. */
export function serviceFor(received: Received): PretendService | undefined {
  return (
    services.find(service => service.hosts.test(received.host)) ??
    services.find(service => service.claims(received))
  )
}
