import { isText, parseRecord } from '../auth/parse-json.ts'
import { presentable } from '../auth/scrub.ts'
import { Secret } from '../auth/secret.ts'
import type { Needs } from '../effects/effects.ts'
import type { HttpResponse } from '../effects/http.ts'
import { Failure } from '../errors/failure.ts'
import { againByStatus, exchange } from './exchange.ts'

const subject = 'the OIDC token of this job'

export interface JobTokenRequest {
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`; it has a query already. */
  readonly url: string
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN` */
  readonly bearer: Secret
  readonly audience: string
}

/**
 * Asks GitHub (or Forgejo, which has the same contract) for a token that says who this job is. Source:
 * actions/toolkit, `@actions/core` `getIDToken`.
 */
export async function fetchJobToken(
  { url, bearer, audience }: JobTokenRequest,
  effects: Needs<'http' | 'clock' | 'random'>,
): Promise<Secret> {
  const address = `${url}&audience=${encodeURIComponent(audience)}`
  const { response, tried } = await exchange(
    {
      subject,
      maxAttempts: 3,
      request: () => ({
        method: 'GET',
        url: address,
        headers: { authorization: `bearer ${bearer.expose()}`, accept: 'application/json' },
      }),
      again: againByStatus,
    },
    effects,
  )
  if (response.status !== 200) throw refused(response, { bearer, tried })
  const token = parseRecord(response.body)?.value
  if (!isText(token)) throw withoutToken(response)
  return new Secret(token)
}

interface Asked {
  readonly bearer: Secret
  /** How hard it was tried, in words. */
  readonly tried: string
}

function refused({ status, body }: HttpResponse, { bearer, tried }: Asked): Failure {
  const said = parseRecord(body)?.message
  const words = isText(said) ? `: ${presentable(said, [bearer])}` : ''
  const isDenial = status >= 400 && status < 500 && status !== 429
  return new Failure({
    code: isDenial ? 'access-denied' : status === 429 ? 'service-throttled' : 'service-failed',
    what: `GitHub did not hand out ${subject}`,
    why: `it answered ${status}${words} (${tried})`,
    next: isDenial
      ? 'Check that the job still runs and has "permissions: id-token: write"; the request token ends with the job'
      : 'Try again; see githubstatus.com',
  })
}

function withoutToken({ status }: HttpResponse): Failure {
  return new Failure({
    code: 'service-answer-invalid',
    what: `GitHub did not hand out ${subject}`,
    why: `its answer (${status}) holds no token`,
    next: 'Check what answers at ACTIONS_ID_TOKEN_REQUEST_URL',
  })
}
