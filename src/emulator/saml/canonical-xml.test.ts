import { describe, expect, it } from 'vitest'
import { canonicalXml } from './canonical-xml.ts'
import { elementAt, readXml } from './xml-tree.ts'

const canonical = (text: string, inclusive: readonly string[] = []) => {
  const root = readXml(text)
  return root && canonicalXml(root, { around: {}, inclusive })
}

describe('exclusive canonicalization', () => {
  it.each([
    ['<a b="2" a="1"/>', '<a a="1" b="2"></a>', 'attributes are sorted'],
    ['<a xmlns:p="u"/>', '<a></a>', 'namespaces nobody uses are left out'],
    ['<a xmlns:p="u"><p:b/></a>', '<a><p:b xmlns:p="u"></p:b></a>', 'and stand where they are used'],
    [
      '<a xmlns:z="1" xmlns:y="2" z:k="" y:k="" k=""/>',
      '<a xmlns:y="2" xmlns:z="1" k="" z:k="" y:k=""></a>',
      'attributes are sorted by namespace',
    ],
    [
      '<p:a xmlns:p="1"><p:b xmlns:p="2"><p:c xmlns:p="1"/></p:b></p:a>',
      '<p:a xmlns:p="1"><p:b xmlns:p="2"><p:c xmlns:p="1"></p:c></p:b></p:a>',
      'a prefix may come back to its first meaning',
    ],
    ['<a xmlns="u"><b xmlns=""/></a>', '<a xmlns="u"><b xmlns=""></b></a>', 'the default namespace may end'],
    ['<a>1 &gt; 0 &#13;<!-- no --></a>', '<a>1 &gt; 0 &#xD;</a>', 'comments are left out'],
  ])('%s', (given, expected) => {
    expect(canonical(given)).toBe(expected)
  })

  it('keeps the namespaces that are named for it, and leaves an element out', () => {
    expect(canonical('<a xmlns:p="u"><b/></a>', ['p'])).toBe('<a xmlns:p="u"><b></b></a>')
    const root = readXml('<a><s>x</s>y</a>')
    expect(root && canonicalXml(root, { around: {}, without: elementAt(root, 's') })).toBe('<a>y</a>')
  })
})
