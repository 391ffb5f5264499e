import { Secret } from '../../../auth/secret.ts'
import type { Needs } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import { systemCode, wordsOf } from '../../../errors/to-failure.ts'
import { signInByCallback } from '../../sign-in/callback.ts'
import { invite } from '../../sign-in/invite.ts'
import { makePkce } from '../../sign-in/pkce.ts'
import { readAssertion } from './saml-assertion.ts'
import { samlResponseIn } from './saml-form.ts'
import type { SamlSignIn, SamlWay } from './saml-way.ts'

/**
 * Lets an identity provider that allows it post its response to a page of this machine, so that any browser
 * will do. `RelayState` must come back as it was sent: otherwise any web page could sign the person in as
 * somebody else.
 */
export function samlByLoopback(signIn: SamlSignIn, callback: URL, effects: Needs<'terminal'>): SamlWay {
  const { host, name, spec, limitMs } = signIn
  if (!effects.terminal.canSignIn) throw needsAPerson(signIn)
  return async outside => {
    const { state } = makePkce(outside)
    const url = new URL(spec.url)
    url.searchParams.set('RelayState', state)
    try {
      return await signInByCallback(
        {
          subject: host,
          path: callback.pathname,
          port: Number(callback.port),
          form: { code: 'SAMLResponse', state: 'RelayState' },
          state,
          limitMs,
          begin: () =>
            invite({ headline: `Sign in to ${host} for provider ${name}.`, url: url.href }, outside),
          redeem: async posted => checked(posted),
        },
        outside,
      )
    } catch (thrown) {
      if (thrown instanceof Failure || systemCode(thrown) === undefined) throw thrown
      throw cannotListen(callback, thrown)
    }
  }
}

/** Read here, so that the page can say what is wrong with it. */
function checked(posted: Secret): Secret {
  const response = samlResponseIn(posted.expose()) ?? new Secret('')
  readAssertion(response.expose())
  return response
}

function needsAPerson({ host, name }: SamlSignIn): Failure {
  return new Failure({
    code: 'login-required',
    what: `Somebody must sign in to ${host} for provider ${name}`,
    why: 'nobody can be asked here',
    next: 'Sign in at a terminal, or hand a response over: add --saml-response-file FILE (- for standard input)',
  })
}

function cannotListen({ host }: URL, thrown: unknown): Failure {
  return new Failure({
    code: 'login-required',
    what: `Cannot wait for the sign-in on ${host}`,
    why: wordsOf(thrown),
    next: 'End the program that uses the port, or change spec.callback_url here and at the identity provider',
    cause: thrown,
  })
}
