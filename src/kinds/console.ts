import { ambientRegion } from '../auth/ambient-region.ts'
import type { AwsCredentials } from '../auth/credentials.ts'
import type { ConsoleVisit } from '../auth/kind.ts'
import { Secret } from '../auth/secret.ts'
import { consolePartition } from '../aws/console-url.ts'
import { federationEndpoint, getSigninToken } from '../clients/aws/federation.ts'
import { getFederationToken } from '../clients/aws/sts.ts'
import type { Effects } from '../effects/effects.ts'

/** The address that signs whoever opens it in to the AWS console: as good as the credentials, for 15 minutes. */
export async function consoleAddress(visit: ConsoleVisit, effects: Effects): Promise<Secret> {
  const { credentials, destination, issuer, durationSeconds } = visit
  const { sessionToken } = credentials
  const partition = consolePartition(credentials)
  const token =
    sessionToken === undefined
      ? await tokenOfUser(visit, effects)
      : await getSigninToken(
          { credentials: { ...credentials, sessionToken }, partition, durationSeconds },
          effects,
        )
  const query = new URLSearchParams({
    Action: 'login',
    Issuer: issuer,
    Destination: destination,
    SigninToken: token.expose(),
  })
  return new Secret(`${federationEndpoint(partition, effects)}?${query}`)
}

/** Everything the user may do; a session without a policy may do nothing. */
const wholePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})

/** The console takes no long-lived keys, and of a user only this kind of session, whose life is set here. */
async function tokenOfUser(
  { credentials, durationSeconds }: ConsoleVisit,
  effects: Effects,
): Promise<Secret> {
  const region = credentials.region ?? ambientRegion(effects) ?? 'us-east-1'
  const request = { credentials, region, name: userName(credentials), policy: wholePolicy, durationSeconds }
  const session = await getFederationToken(request, effects)
  const { sessionToken = new Secret('') } = session
  return await getSigninToken(
    { credentials: { ...session, sessionToken }, partition: consolePartition(credentials) },
    effects,
  )
}

/** Shown in the console's corner. */
function userName({ arn }: AwsCredentials): string {
  const name = /:user\/(?:.*\/)?([\w+=,.@-]{2,32})$/.exec(arn ?? '')?.[1]
  return name ?? 'atmos'
}
