import { createHash, sign } from 'node:crypto'
import { newToken, timeOf, type World } from '../world.ts'
import { inAttribute, inText } from './canonical-xml.ts'
import { attributePrefix, exclusiveC14n, samlEndpoint } from './names.ts'

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const fiveMinutes = 300_000

/**
 * A SAML response of the pretend identity provider, base64. Every part is written as Exclusive Canonicalization
 * would spell it, so that it is signed as it stands.
 */
export function writeResponse(world: World): string {
  const now = new Date(timeOf(world)).toISOString()
  const assertion = signedAssertion(world, now)
  const response =
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${samlEndpoint}"` +
    ` ID="_${newToken(world, 15)}" IssueInstant="${now}" Version="2.0">${issuer}` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>` +
    `${assertion}</samlp:Response>`
  return Buffer.from(response).toString('base64')
}

const namespace = ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
const issuer = `<saml:Issuer${namespace}>https://idp.example.com/metadata</saml:Issuer>`

function signedAssertion(world: World, now: string): string {
  const id = `_${newToken(world, 15)}`
  const start = `<saml:Assertion${namespace} ID="${id}" IssueInstant="${now}" Version="2.0">${issuer.replace(namespace, '')}`
  const rest = `${statementsOf(world)}</saml:Assertion>`
  const digest = createHash('sha256').update(`${start}${rest}`).digest('base64')
  return `${start}${signatureOf({ id, digest }, world)}${rest}`
}

interface Digested {
  readonly id: string
  readonly digest: string
}

function signatureOf({ id, digest }: Digested, world: World): string {
  const empty = (name: string, algorithm: string) => `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`
  const transforms = empty('Transform', `${dsig}enveloped-signature`) + empty('Transform', exclusiveC14n)
  const reference =
    `<ds:Reference URI="#${id}"><ds:Transforms>${transforms}</ds:Transforms>` +
    `${empty('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256')}<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
  const methods =
    empty('CanonicalizationMethod', exclusiveC14n) +
    empty('SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')
  const info = `${methods}${reference}</ds:SignedInfo>`
  const signed = `<ds:SignedInfo xmlns:ds="${dsig}">${info}`
  const value = sign('sha256', Buffer.from(signed), world.idp.privateKey()).toString('base64')
  const inner = `<ds:SignedInfo>${info}<ds:SignatureValue>${value}</ds:SignatureValue>`
  return `<ds:Signature xmlns:ds="${dsig}">${inner}</ds:Signature>`
}

function statementsOf(world: World): string {
  const { roles, sessionName, sessionDuration } = world.settings.saml
  const end = new Date(timeOf(world) + fiveMinutes).toISOString()
  const attributes = [
    attributeText('Role', roles),
    attributeText('RoleSessionName', [sessionName]),
    sessionDuration === undefined ? '' : attributeText('SessionDuration', [String(sessionDuration)]),
  ]
  const subject =
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${inText(sessionName)}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${samlEndpoint}"></saml:SubjectConfirmationData>` +
    `</saml:SubjectConfirmation></saml:Subject>`
  const conditions =
    `<saml:Conditions NotOnOrAfter="${end}"><saml:AudienceRestriction>` +
    `<saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction></saml:Conditions>`
  return `${subject}${conditions}<saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement>`
}

function attributeText(name: string, values: readonly string[]): string {
  const inner = values.map(value => `<saml:AttributeValue>${inText(value)}</saml:AttributeValue>`)
  return `<saml:Attribute Name="${inAttribute(`${attributePrefix}${name}`)}">${inner.join('')}</saml:Attribute>`
}
