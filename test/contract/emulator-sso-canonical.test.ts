import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalXml, namespacesIn } from '../../src/emulator/saml/canonical-xml.ts'
import { elementAt, readXml } from '../../src/emulator/saml/xml-tree.ts'

/** Exclusive canonicalization, judged by the library xml-crypto on documents of any shape. */

const near = createRequire(createRequire(import.meta.url).resolve('samlp'))
const beside = createRequire(near.resolve('xml-crypto'))
const { ExclusiveCanonicalization } = beside('./lib/exclusive-canonicalization') as {
  ExclusiveCanonicalization: new () => { process(node: unknown, options: object): string }
}
const { DOMParser } = beside('@xmldom/xmldom') as {
  DOMParser: new () => { parseFromString(text: string, type: string): { documentElement: Judged } }
}
interface Judged {
  readonly getElementsByTagNameNS: (uri: string, name: string) => { readonly 0?: Judged }
}

const prefix = fc.constantFrom('', 'p:', 'q:')
const value = fc.constantFrom(
  '',
  '1',
  'a b',
  '&amp;',
  '&lt;',
  '&quot;',
  '&#9;',
  '&#xA;',
  '&#13;',
  "'",
  'é',
  '>',
)
/** A prefix always means the same here: the judge forgets a namespace that was overwritten and comes back. */
const declarations = fc.subarray([
  ['xmlns', 'urn:only'],
  ['xmlns:p', 'urn:p'],
  ['xmlns:q', 'urn:q'],
  ['xmlns:r', 'urn:r'],
  ['xmlns:s', 'urn:s'],
])
const plain = fc.uniqueArray(fc.tuple(fc.constantFrom('x', 'b', 'p:x', 'q:a', 'ID'), value), {
  selector: ([key]) => key,
})
const words = fc.constantFrom(
  '',
  'text',
  ' \n',
  '&gt;',
  '&amp;&lt;',
  '&#13;',
  '<![CDATA[<&>]]>',
  '<!-- note -->',
  'ü',
)

const { node } = fc.letrec<{ node: string }>(tie => ({
  node: fc
    .tuple(
      prefix,
      fc.constantFrom('a', 'b'),
      declarations,
      plain,
      fc.array(fc.oneof({ depthSize: 'small' }, words, tie('node')), { maxLength: 3 }),
    )
    .map(([start, name, spaces, others, children]) => {
      const list = [...spaces, ...others].map(([key, text]) => ` ${key}="${text}"`).join('')
      return `<${start}${name}${list}>${children.join('')}</${start}${name}>`
    }),
}))

const inclusive = fc.subarray(['p', 'q', 'r', 's'])

it('spells every element as xml-crypto does', () => {
  fc.assert(
    fc.property(node, inclusive, (inner, prefixes) => {
      const text = `<root xmlns:p="urn:p" xmlns:q="urn:q"><only xmlns="urn:only" xmlns:r="urn:r">${inner}</only></root>`
      const judged = new DOMParser()
        .parseFromString(text, 'text/xml')
        .documentElement.getElementsByTagNameNS('urn:only', 'only')[0]
      const root = readXml(text)
      const only = root && elementAt(root, 'only')
      if (root === undefined || only === undefined) throw new Error(`unreadable: ${text}`)
      const around = namespacesIn(root, {})
      const ancestorNamespaces = Object.entries(around).map(([name, uri]) => ({
        prefix: name,
        namespaceURI: uri,
      }))
      const options = { inclusiveNamespacesPrefixList: prefixes, ancestorNamespaces }
      const theirs = new ExclusiveCanonicalization().process(judged, options)
      expect(canonicalXml(only, { around, inclusive: prefixes })).toBe(theirs)
    }),
    { numRuns: 300 },
  )
})
