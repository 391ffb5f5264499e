import type { AwsOperation } from './call.ts'
import type { ServiceError } from './service-error.ts'

/** What to ask for after a denial: the actions, and whether allowing them can help at all. */
export function deniedHint({ message }: ServiceError, call: AwsOperation): string {
  const wanted = `this call needs ${call.actions.join(' and ')} on resource "${call.resource ?? '*'}"`
  if (/MultiFactorAuthentication failed/i.test(message))
    return 'Wait for the next code of the MFA device and try again'
  const denier = /with an explicit deny in (?:an? |the )?([^:.]*?policy|permissions boundary)/i.exec(
    message,
  )?.[1]
  if (denier !== undefined || /explicit deny/i.test(message)) {
    const where = denier === undefined ? 'A policy' : `A policy (${denier})`
    return `${where} denies it explicitly, so allowing it elsewhere cannot help: ask its owner to lift that; ${wanted}`
  }
  const limiter = /because no ([a-z -]*?(?:policy|boundary)) allows/i.exec(message)?.[1]
  if (limiter !== undefined && !/^(identity|resource)-based policy$/i.test(limiter)) {
    return `The ${limiter} does not allow it: ask its owner to allow it there; ${wanted}`
  }
  return call.denied?.next ?? `Have an administrator allow it for this identity: ${wanted}`
}

/** What to look at when AWS does not know the key, or the signature, or cannot do what is asked. */
export function keyHint({ code, message }: ServiceError, { credentials }: AwsOperation): string {
  const temporary = credentials?.accessKeyId.startsWith('ASIA') === true
  if (temporary && credentials?.sessionToken === undefined) {
    return 'The access key is a temporary one (ASIA…) and needs its session token: export AWS_SESSION_TOKEN too'
  }
  if (credentials?.accessKeyId.startsWith('AKIA') && credentials.sessionToken !== undefined) {
    return 'The access key is a long-lived one (AKIA…) and takes no session token: unset AWS_SESSION_TOKEN'
  }
  if (/^(InvalidIdentityToken|IDPRejectedClaim|IDPCommunicationError)/.test(code)) {
    return 'Check that the account has an identity provider for the issuer of the token, and that the audience is the one it expects'
  }
  if (/Signature/.test(code)) {
    return 'The secret key does not belong to the access key, or a proxy changed the request: copy both keys again'
  }
  if (
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|MissingAuthentication|AuthFailure)/.test(
      code,
    )
  ) {
    const unknown = 'The access key is unknown, deleted, or of another AWS partition'
    // Long-lived keys without a source are those of an identity, which the AWS tools do not look at.
    return credentials?.accessKeyId.startsWith('AKIA') && credentials.source === undefined
      ? `${unknown}: correct the keys of the identity in atmos.yaml, or store new ones: atmos auth user configure`
      : `${unknown}: check with: aws sts get-caller-identity`
  }
  if (/DurationSeconds exceeds/.test(message)) {
    return 'Shorten "duration" of the identity, or have the maximum session duration of the role raised; a role that is assumed by a role lasts one hour at most'
  }
  return 'See the reason above; --verbose shows which credentials and which Region were used'
}
