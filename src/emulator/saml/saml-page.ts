import type { HttpResponse } from '../../effects/http.ts'
import type { Received } from '../received.ts'
import { page } from '../web/page.ts'
import type { World } from '../world.ts'
import { readAssertion } from './assertion.ts'

/** Where browsers bring SAML responses to: AWS shows which roles there are to choose from. */
export function samlPage(received: Received, world: World): HttpResponse {
  const response = new URLSearchParams(received.body).get('SAMLResponse') ?? ''
  const { roles, sessionName } = readAssertion(response, world.idp.publicKey())
  return page({ title: 'Select a role', lines: [`Signed in as ${sessionName}.`, ...roles] })
}
