import { readXml, type Xml } from '../../../clients/aws/xml.ts'
import { Failure } from '../../../errors/failure.ts'

/** One of the roles a SAML assertion offers, with the provider of IAM that vouches for it. */
export interface OfferedRole {
  readonly roleArn: string
  readonly providerArn: string
}

/**
 * What we read in a SAML response. Its signature is not verified here: AWS does that, and nothing is decided
 * from these fields but which role to ask for.
 */
export interface SamlAssertion {
  readonly roles: readonly OfferedRole[]
  readonly sessionName: string | undefined
  /** How long a session shall last, seconds; the identity provider's wish. */
  readonly sessionSeconds: number | undefined
  readonly audiences: readonly string[]
  readonly recipient: string | undefined
  /** Milliseconds since the epoch: the last instant at which AWS takes it. */
  readonly expiresAt: number | undefined
  /** The assertion is encrypted for AWS, so that its roles cannot be read here. */
  readonly encrypted: boolean
}

/** Characters of base64. Source: the model of `AssumeRoleWithSAML`. */
const longestForAws = 100_000

/** AWS takes an assertion for five minutes after it was issued. Source: the guide of IAM. */
const redeemableMs = 5 * 60_000

const attributePrefix = 'https://aws.amazon.com/SAML/Attributes/'

/**
 * Reads a SAML response.
 * @param response base64, as a browser posts it
 * @throws Failure when it is none, is too long for AWS, or says that nobody was signed in
 */
export function readAssertion(response: string): SamlAssertion {
  const compact = response.replace(/\s+/g, '')
  if (compact.length > longestForAws) throw tooLong(compact.length)
  const root = readXml(Buffer.from(compact, 'base64').toString('utf8'))
  if (root?.name !== 'Response') throw notSaml()
  const assertion = root.find('Assertion')
  const encrypted = root.find('EncryptedAssertion') !== undefined
  if (assertion === undefined && !encrypted) throw notSignedIn(root)
  return { ...(assertion === undefined ? nothingReadable : fieldsOf(assertion)), encrypted }
}

const nothingReadable = {
  roles: [],
  sessionName: undefined,
  sessionSeconds: undefined,
  audiences: [],
  recipient: undefined,
  expiresAt: undefined,
}

function fieldsOf(assertion: Xml): Omit<SamlAssertion, 'encrypted'> {
  const [sessionName] = valuesOf(assertion, 'RoleSessionName')
  const [duration = ''] = valuesOf(assertion, 'SessionDuration')
  return {
    roles: valuesOf(assertion, 'Role').flatMap(roleOf),
    sessionName,
    sessionSeconds: /^\d{1,6}$/.test(duration) ? Number(duration) : undefined,
    audiences: assertion.all('Audience').map(audience => audience.content.trim()),
    recipient: assertion.find('SubjectConfirmationData')?.attribute('Recipient'),
    expiresAt: expiryOf(assertion),
  }
}

function valuesOf(assertion: Xml, name: string): readonly string[] {
  return assertion
    .all('Attribute')
    .filter(attribute => attribute.attribute('Name') === `${attributePrefix}${name}`)
    .flatMap(attribute => attribute.all('AttributeValue').map(value => value.content.trim()))
}

const roleArnForm = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/
const providerArnForm = /^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/\S+$/

/** `role,provider` or `provider,role`: both are in use. */
function roleOf(value: string): readonly OfferedRole[] {
  const parts = value.split(',').map(part => part.trim())
  const roleArn = parts.find(part => roleArnForm.test(part))
  const providerArn = parts.find(part => providerArnForm.test(part))
  if (parts.length !== 2 || roleArn === undefined || providerArn === undefined) return []
  return [{ roleArn, providerArn }]
}

function expiryOf(assertion: Xml): number | undefined {
  const ends = [assertion.find('Conditions'), ...assertion.all('SubjectConfirmationData')].map(element =>
    Date.parse(element?.attribute('NotOnOrAfter') ?? ''),
  )
  const issued = Date.parse(assertion.attribute('IssueInstant') ?? '')
  const known = [...ends, issued + redeemableMs].filter(instant => !Number.isNaN(instant))
  return known.length === 0 ? undefined : Math.min(...known)
}

function tooLong(length: number): Failure {
  return new Failure({
    code: 'request-refused',
    what: 'The SAML response is too long for AWS',
    why: `it has ${length} characters, AWS takes ${longestForAws}`,
    next: 'Let the identity provider send fewer groups and roles with the sign-in',
  })
}

function notSaml(): Failure {
  return new Failure({
    code: 'service-answer-invalid',
    what: 'This is not a SAML response',
    why: 'expected the base64 text that an identity provider posts to AWS as SAMLResponse',
    next: 'Check the url of the provider in atmos.yaml, or the file given as SAML response',
  })
}

function notSignedIn(root: Xml): Failure {
  const codes = root.all('StatusCode').map(code => (code.attribute('Value') ?? '').replace(/^.*:/, ''))
  const words = root.find('StatusMessage')?.content.trim()
  return new Failure({
    code: 'sign-in-denied',
    what: 'The identity provider did not sign you in',
    why: [codes.at(-1), words].filter(Boolean).join(': ') || 'its SAML response holds no assertion',
    next: 'Sign in again with another account, or ask whoever runs the identity provider',
  })
}
