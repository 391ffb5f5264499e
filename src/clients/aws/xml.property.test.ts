import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readXml } from './xml.ts'

const escaped = (text: string) => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/)
const words = fc.string({ unit: 'grapheme' })

it('gives back names, attributes and text as they were written', () => {
  fc.assert(
    fc.property(name, name, words, words, (element, attribute, value, text) => {
      const root = readXml(`<p:${element} n:${attribute}="${escaped(value)}">${escaped(text)}</p:${element}>`)
      expect(root).toMatchObject({ name: element, content: text })
      expect(root?.attribute(attribute)).toBe(value)
    }),
  )
})

it('never throws, whatever it is given', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<a>',
      '</a>',
      '<a',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&amp;',
      '&#x0;',
    ),
    fc.constantFrom('<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '&constructor;', ' x="1"', " y='>'", '"', '='),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const root = readXml(pieces.join(''))
      root?.all('a').map(element => [element.attribute('x'), element.content, element.text('a')])
    }),
  )
})

it.each([
  ['a document type', '<!DOCTYPE a><a/>'],
  ['an entity of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['a word of JavaScript as an entity', '<a>&constructor;</a>'],
  ['elements that cross', '<a><b></a></b>'],
  ['two outermost elements', '<a/><b/>'],
  ['an attribute without quotes', '<a x=1/>'],
  ['bottomless nesting', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`],
])('refuses %s', (_, text) => {
  expect(readXml(text)).toBeUndefined()
})

it('takes a ">" inside an attribute, and finds elements in their order', () => {
  const root = readXml(`<a><b n='1>2'>x</b><c><b n="2"/></c></a>`)
  expect(root?.all('b').map(element => element.attribute('n'))).toEqual(['1>2', '2'])
})

it.each([
  ['white space in a tag', `<a${' '.repeat(90_000)}`],
  ['attributes', `<a${' x="1"'.repeat(20_000)}`],
  ['an open comment', `<a><!--${'-'.repeat(90_000)}`],
  ['ampersands', `<a>${'&'.repeat(90_000)}</a>`],
])('is done at once with a hundred kilobytes of %s', (_, text) => {
  const start = performance.now()
  expect(readXml(text)).toBeUndefined()
  expect(performance.now() - start).toBeLessThan(500)
})
