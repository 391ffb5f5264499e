import type { HttpResponse } from '../../effects/http.ts'
import type { PretendService } from '../pretend-service.ts'
import { samlEndpoint } from '../saml/names.ts'
import { writeResponse } from '../saml/write-response.ts'
import { page } from '../web/page.ts'
import type { World } from '../world.ts'

/** A SAML identity provider: one user, one button, and the page that posts its response to AWS. */
export const samlIdp: PretendService = {
  name: 'saml-idp',
  hosts: /^idp\.example\.com$/,
  claims: ({ url }) => /^\/idp(\/|$)/.test(url.pathname),
  operationOf: ({ method }) => (method === 'POST' ? 'Response' : 'SignInPage'),
  answer: ({ method }, world) => (method === 'POST' ? postingPage(world) : signInPage(world)),
  refuse: ({ message }) => page({ status: 400, title: 'This cannot be', lines: [message] }),
}

function signInPage({ settings }: World): HttpResponse {
  const form = { method: 'post', buttons: [{ label: 'Sign in' }] } as const
  return page({
    title: 'Example identity provider',
    lines: [`Sign in as ${settings.saml.sessionName}.`],
    form,
  })
}

function postingPage(world: World): HttpResponse {
  const fields = [{ name: 'SAMLResponse', value: writeResponse(world) }]
  const form = {
    method: 'post',
    action: samlEndpoint,
    fields,
    buttons: [{ label: 'Continue' }],
    automatic: true,
  } as const
  return page({ title: 'On to AWS', lines: [], form })
}
