/** Names and addresses that both who writes a SAML response and who reads it must spell alike. */

/** Where browsers bring responses to. */
export const samlEndpoint = 'https://signin.aws.amazon.com/saml'

/** Begins the name of every attribute that AWS reads. */
export const attributePrefix = 'https://aws.amazon.com/SAML/Attributes/'

/** Exclusive XML Canonicalization, as a signature names it. */
export const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#'
