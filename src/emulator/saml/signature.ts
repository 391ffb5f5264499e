import { createHash, type KeyLike, verify } from 'node:crypto'
import { canonicalXml, type Namespaces, namespacesIn } from './canonical-xml.ts'
import { exclusiveC14n } from './names.ts'
import { attributeOf, elementAt, elementsIn, textOf, type XmlElement } from './xml-tree.ts'

/** Hashes by the ends of the algorithms' names; SHA-1 is still what some providers send. */
const hashes: readonly (readonly [end: RegExp, hash: string])[] = [
  [/[#-]sha1$/, 'sha1'],
  [/[#-]sha256$/, 'sha256'],
  [/[#-]sha512$/, 'sha512'],
]

export interface Signed {
  readonly element: XmlElement
  /** Namespaces in scope around it. */
  readonly around: Namespaces
}

/** Whether an element is signed, in itself and as a whole, by this RSA key (XML Signature, enveloped). */
export function isSignedBy({ element, around }: Signed, key: KeyLike): boolean {
  const signature = elementAt(element, 'Signature')
  const info = signature && elementAt(signature, 'SignedInfo')
  const reference = info && elementAt(info, 'Reference')
  if (signature === undefined || info === undefined || reference === undefined) return false
  if (attributeOf(reference, 'URI') !== `#${attributeOf(element, 'ID')}`) return false
  if (!isCanonicalizedAsWeDo(info)) return false
  const inclusive = inclusivePrefixes(reference)
  const digested = canonicalXml(element, { around, inclusive, without: signature })
  const hash = hashOf(elementAt(reference, 'DigestMethod'))
  const digest = hash && createHash(hash).update(digested).digest('base64')
  if (digest !== withoutSpace(textOf(elementAt(reference, 'DigestValue')))) return false
  const inside = namespacesIn(signature, namespacesIn(element, around))
  const text = Buffer.from(canonicalXml(info, { around: inside }))
  const value = Buffer.from(withoutSpace(textOf(elementAt(signature, 'SignatureValue'))), 'base64')
  const method = hashOf(elementAt(info, 'SignatureMethod'))
  return method !== undefined && verify(method, text, key, value)
}

function isCanonicalizedAsWeDo(info: XmlElement): boolean {
  const method = elementAt(info, 'CanonicalizationMethod')
  const transforms = elementAt(info, 'Reference', 'Transforms')
  const algorithms = transforms && elementsIn(transforms).map(one => attributeOf(one, 'Algorithm'))
  const isKnown = algorithms?.every(name => name === exclusiveC14n || name?.endsWith('#enveloped-signature'))
  return method !== undefined && attributeOf(method, 'Algorithm') === exclusiveC14n && isKnown === true
}

function inclusivePrefixes(reference: XmlElement): readonly string[] {
  const transforms = elementAt(reference, 'Transforms')
  const lists = transforms === undefined ? [] : elementsIn(transforms)
  return lists.flatMap(transform => {
    const list = elementAt(transform, 'InclusiveNamespaces')
    return list === undefined
      ? []
      : (attributeOf(list, 'PrefixList') ?? '').split(/\s+/).filter(name => name !== '')
  })
}

function hashOf(element: XmlElement | undefined): string | undefined {
  const name = element === undefined ? '' : (attributeOf(element, 'Algorithm') ?? '')
  return hashes.find(([end]) => end.test(name))?.[1]
}

const withoutSpace = (text: string) => text.replace(/\s+/g, '')
