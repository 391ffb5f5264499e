import type { HttpResponse } from '../../effects/http.ts'
import type { PretendService } from '../pretend-service.ts'
import { pathOf, restAnswer } from '../protocol/rest-json.ts'
import type { Received } from '../received.ts'
import { Refusal } from '../refusal.ts'
import { regionPattern } from '../region.ts'
import { samlPage } from '../saml/saml-page.ts'
import { authorizePage, confirmationPage } from '../sign-in/authorize-page.ts'
import { createOAuth2Token } from '../sign-in/create-token.ts'
import { federation } from '../sign-in/federation.ts'
import { refuseAsSignIn } from '../sign-in/refusals.ts'
import type { World } from '../world.ts'

interface Operation {
  readonly name: string
  run(received: Received, world: World): HttpResponse
}

const createToken: Operation = {
  name: 'CreateOAuth2Token',
  run: (received, world) => restAnswer({ body: createOAuth2Token(received, world) }),
}
const authorize: Operation = { name: 'AuthorizePage', run: authorizePage }

const operations: Readonly<Record<string, Operation>> = {
  'POST /v1/token': createToken,
  'GET /v1/authorize': authorize,
  'POST /v1/authorize': authorize,
  'GET /v1/sessions/confirmation': { name: 'ConfirmationPage', run: confirmationPage },
  'GET /federation': { name: 'Federation', run: federation },
  'POST /saml': { name: 'SamlPage', run: samlPage },
}

/** Names in the partitions, each also with a Region in front. Read from the guides and the service model. */
const names = 'signin\\.(?:aws\\.amazon\\.com|amazonaws\\.cn|amazonaws-us-gov\\.com|amazonaws-eusc\\.eu)'
const dualStack = `signin\\.${regionPattern}\\.api\\.aws`

/** The sign-in service: `aws login`, federation to the console, and the address SAML responses are posted to. */
export const signIn: PretendService = {
  name: 'signin',
  hosts: new RegExp(`^(?:(?:${regionPattern}\\.)?${names}|${dualStack})$`),
  claims: received => routeOf(received) in operations,
  operationOf,
  answer(received, world) {
    const operation = operations[routeOf(received)]
    if (operation === undefined) throw new Refusal('unknown-operation', 'There is no such operation')
    return operation.run(received, world)
  },
  refuse: refuseAsSignIn,
}

const routeOf = (received: Received) => `${received.method} ${pathOf(received)}`

function operationOf(received: Received): string {
  const { name = '' } = operations[routeOf(received)] ?? {}
  if (name !== 'Federation') return name
  return received.url.searchParams.get('Action') === 'login' ? 'Login' : 'GetSigninToken'
}
