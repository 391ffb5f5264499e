import type { KeyLike } from 'node:crypto'
import { Refusal } from '../refusal.ts'
import { invalidToken } from '../sts/token-refusals.ts'
import { namespacesIn } from './canonical-xml.ts'
import { attributePrefix } from './names.ts'
import { isSignedBy } from './signature.ts'
import { attributeOf, elementAt, elementsIn, readXml, textOf, type XmlElement } from './xml-tree.ts'

/** What an identity provider says of somebody, as far as AWS wants to know. */
export interface Assertion {
  readonly issuer: string
  readonly subject: string
  /** Last part of the NameID's format: `persistent`. */
  readonly subjectType: string
  readonly recipient: string
  readonly audiences: readonly string[]
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  readonly notOnOrAfter: number
  /** Pairs `role,provider` in the order they were sent. */
  readonly roles: readonly string[]
  readonly sessionName: string
}

/**
 * Reads a SAML response, base64, that a provider with this key must have signed: the assertion, or the whole.
 * @throws Refusal `InvalidIdentityToken`, `IDPRejectedClaim`
 */
export function readAssertion(base64: string, key: KeyLike): Assertion {
  const response = readXml(Buffer.from(base64, 'base64').toString('utf8'))
  if (response === undefined) throw invalidToken('Invalid base64 SAMLResponse')
  const status = elementAt(response, 'Status', 'StatusCode')
  if (!(status && attributeOf(status, 'Value'))?.endsWith(':Success')) {
    throw new Refusal({ code: 'IDPRejectedClaim', status: 403 }, 'The identity provider reported no success')
  }
  const element = elementAt(response, 'Assertion')
  if (element === undefined) throw invalidToken('The response must contain exactly one assertion')
  const isSigned =
    isSignedBy({ element, around: namespacesIn(response, {}) }, key) ||
    isSignedBy({ element: response, around: {} }, key)
  if (!isSigned) throw invalidToken('Response signature invalid')
  return contentOf(element)
}

function contentOf(assertion: XmlElement): Assertion {
  const name = elementAt(assertion, 'Subject', 'NameID')
  const confirmation = elementAt(assertion, 'Subject', 'SubjectConfirmation', 'SubjectConfirmationData')
  const restriction = elementAt(assertion, 'Conditions', 'AudienceRestriction')
  const conditions = elementAt(assertion, 'Conditions')
  const ends = [confirmation, conditions].map(element => timeIn(element, 'NotOnOrAfter'))
  return {
    issuer: textOf(elementAt(assertion, 'Issuer')),
    subject: textOf(name),
    subjectType: (name && attributeOf(name, 'Format'))?.replace(/^.*:/, '') ?? 'unspecified',
    recipient: (confirmation && attributeOf(confirmation, 'Recipient')) ?? '',
    audiences: restriction === undefined ? [] : elementsIn(restriction, 'Audience').map(textOf),
    issuedAt: timeIn(assertion, 'IssueInstant'),
    notOnOrAfter: Math.min(...ends.filter(Number.isFinite)),
    roles: valuesOf(assertion, 'Role'),
    sessionName: valuesOf(assertion, 'RoleSessionName')[0] ?? '',
  }
}

function valuesOf(assertion: XmlElement, name: string): readonly string[] {
  return elementsIn(assertion, 'AttributeStatement')
    .flatMap(statement => elementsIn(statement, 'Attribute'))
    .filter(element => attributeOf(element, 'Name') === `${attributePrefix}${name}`)
    .flatMap(element => elementsIn(element, 'AttributeValue').map(value => textOf(value).trim()))
}

function timeIn(element: XmlElement | undefined, name: string): number {
  return Date.parse((element && attributeOf(element, name)) ?? '')
}
