import { Failure } from '../../../errors/failure.ts'
import type { OfferedRole, SamlAssertion } from './saml-assertion.ts'

export interface WantedRole {
  readonly roleArn: string
  /** Provider of IAM to go through; needed only where an assertion offers the role through several. */
  readonly providerArn?: string | undefined
}

/**
 * The role of an assertion that an identity asks for: exactly that one, never another.
 * @throws Failure `role-not-assumable` with the roles there are
 */
export function samlRole(assertion: SamlAssertion, { roleArn, providerArn }: WantedRole): OfferedRole {
  const matching = assertion.roles.filter(
    role => role.roleArn === roleArn && (providerArn === undefined || role.providerArn === providerArn),
  )
  const providers = [...new Set(matching.map(role => role.providerArn))]
  const [found] = matching
  if (found !== undefined && providers.length === 1) return found
  if (assertion.encrypted && providerArn !== undefined) return { roleArn, providerArn }
  if (assertion.encrypted) throw unreadable(roleArn)
  throw found === undefined
    ? notOffered(assertion, { roleArn, providerArn })
    : severalProviders(roleArn, providers)
}

function notOffered(assertion: SamlAssertion, { roleArn, providerArn }: WantedRole): Failure {
  const offered = assertion.roles.map(role => `${role.roleArn} (${role.providerArn})`)
  const through = providerArn === undefined ? '' : ` through ${providerArn}`
  return new Failure({
    code: 'role-not-assumable',
    what: `The identity provider does not offer the role ${roleArn}${through}`,
    why: offered.length === 0 ? noRole(assertion) : `it offers:\n${offered.join('\n')}`,
    next:
      offered.length === 0
        ? 'Let the identity provider send the Role attribute of AWS for this account'
        : 'Put one of these into principal.assume_role of the identity',
    details: { wanted: roleArn, offered: assertion.roles },
  })
}

function noRole({ audiences }: SamlAssertion): string {
  const meant = audiences.length === 0 ? '' : ` (it is meant for ${audiences.join(', ')})`
  return `the SAML response holds no role of AWS${meant}`
}

function unreadable(roleArn: string): Failure {
  return new Failure({
    code: 'role-not-assumable',
    what: `Cannot tell how to reach the role ${roleArn}`,
    why: 'the identity provider encrypts its SAML response, so that only AWS can read the roles in it',
    next: 'Name the SAML provider of IAM: spec.principal_arn of the aws/saml provider in atmos.yaml',
  })
}

function severalProviders(roleArn: string, providers: readonly string[]): Failure {
  return new Failure({
    code: 'role-not-assumable',
    what: `The role ${roleArn} is offered through several SAML providers`,
    why: providers.join(', '),
    next: 'Choose one: spec.principal_arn of the aws/saml provider in atmos.yaml',
  })
}
