import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalXml } from './canonical-xml.ts'
import { readXml, type XmlElement } from './xml-tree.ts'

const name = fc.constantFrom('a', 'b', 'p:a', 'q:b', 'c-d.e_1')
const text = fc.string({ unit: 'grapheme' }).filter(value => isXmlText(value))
const attributes = fc.uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'p:x', 'q:y', 'ID'), text), {
  selector: ([key]) => key,
})
const { element } = fc.letrec<{ element: XmlElement; child: XmlElement | string }>(tie => ({
  element: fc.record({ name, attributes, children: fc.array(tie('child'), { maxLength: 3 }) }),
  child: fc.oneof({ depthSize: 'small' }, text, tie('element')),
}))

/** What XML 1.0 lets into a document, and nothing that reading normalizes. */
function isXmlText(value: string): boolean {
  return !/[^\P{Cc}\t\n]|[\p{Cs}\ufffe\uffff]/u.test(value)
}

/** Neighbouring texts are one, empty ones none. */
function merged(one: XmlElement): XmlElement {
  const children: (XmlElement | string)[] = []
  for (const child of one.children) {
    const last = children.at(-1)
    if (typeof child === 'object') children.push(merged(child))
    else if (typeof last === 'string') children[children.length - 1] = last + child
    else if (child !== '') children.push(child)
  }
  const sorted = [...one.attributes].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...one, attributes: sorted, children }
}

const declared = (one: XmlElement): XmlElement => ({
  ...one,
  attributes: [...one.attributes, ['xmlns:p', 'urn:p'], ['xmlns:q', 'urn:q']],
})

/** Without namespaces, whose place the canonical form changes. */
function bare(one: XmlElement): XmlElement {
  const children = one.children.map(child => (typeof child === 'string' ? child : bare(child)))
  return { ...one, attributes: one.attributes.filter(([key]) => !key.startsWith('xmlns')), children }
}

describe('reading XML', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(element, given => {
        const read = readXml(canonicalXml(declared(given), { around: {} }))
        expect(read && merged(bare(read))).toEqual(merged(given))
      }),
    )
  })

  it('gives a form that is its own canonical form', () => {
    fc.assert(
      fc.property(element, given => {
        const once = canonicalXml(declared(given), { around: {} })
        const read = readXml(once)
        expect(read && canonicalXml(read, { around: {} })).toBe(once)
      }),
    )
  })

  it('never throws, whatever comes', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '<a',
      '</a>',
      '<a/>',
      '&',
      '&#x',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '="',
      '"',
      ' x="1"',
      'a',
    )
    const document = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 20 }).map(parts => parts.join('')),
    )
    fc.assert(
      fc.property(document, given => {
        const read = readXml(given)
        expect(read === undefined || typeof read.name === 'string').toBe(true)
      }),
    )
  })

  it.each([
    ['<a>', 'an open end'],
    ['<a></b>', 'a wrong end'],
    ['<a/><b/>', 'two roots'],
    ['x<a/>', 'text outside'],
    ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', 'a document type'],
    ['<a b></a>', 'an attribute without a value'],
    ['', 'nothing'],
  ])('refuses %s: %s', given => {
    expect(readXml(given)).toBeUndefined()
  })

  it('reads declarations, comments, references and character data', () => {
    const read = readXml(
      '\ufeff<?xml version="1.0"?>\r\n<!-- x --><a b=\'1&#x41;\t"\'>&lt;&amp;<![CDATA[<b>]]>\r\n</a>\n',
    )
    expect(read).toEqual({ name: 'a', attributes: [['b', '1A "']], children: ['<&', '<b>', '\n'] })
  })
})
