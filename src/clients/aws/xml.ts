/** An element. Names are without their namespace prefix. */
export interface Xml {
  readonly name: string
  /** Its own text, without that of the elements in it. */
  readonly content: string
  /** The value of an attribute; `undefined` when there is none. */
  attribute(name: string): string | undefined
  /** Every element of that name in here, at any depth, in order. */
  all(name: string): readonly Xml[]
  /** The first element of that name in here, at any depth. */
  find(name: string): Xml | undefined
  /** The text of the first child element of that name; `undefined` when there is none. */
  text(name: string): string | undefined
}

interface Node {
  readonly name: string
  /** As written: ` Name="…" Format='…'`. */
  readonly attributes: string
  readonly children: Node[]
  text: string
}

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y

const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Elements within elements; what is deeper was not made by a service. */
const deepest = 100

/**
 * Reads the XML of AWS's answers and of SAML: elements, attributes, text, escaped characters. Document types
 * are refused, so that there are no entities but XML's own five and numbers.
 * @returns the outermost element; `undefined` when the text is not well-formed
 */
export function readXml(source: string): Xml | undefined {
  const top: Node = { name: '', attributes: '', children: [], text: '' }
  const open = [top]
  const text = source.replace(/^\uFEFF/, '')
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null || !place(match, open)) return undefined
  }
  const [root] = top.children
  const whole = open.length === 1 && top.children.length === 1 && top.text.trim() === ''
  return whole && root !== undefined ? view(root) : undefined
}

/** Takes one piece in; `false` when it does not fit. */
function place([, cdata, closing, name, attributes, empty, words]: RegExpExecArray, open: Node[]): boolean {
  const inside = open.at(-1)
  if (inside === undefined || open.length > deepest) return false
  if (cdata !== undefined) inside.text += cdata
  if (words !== undefined) {
    const plain = unescapeXml(words)
    if (plain === undefined) return false
    inside.text += plain
  }
  if (name === undefined) return true
  if (closing) return open.length > 1 && open.pop()?.name === localName(name)
  const node: Node = { name: localName(name), attributes: attributes ?? '', children: [], text: '' }
  inside.children.push(node)
  if (!empty) open.push(node)
  return true
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescapeXml(text: string): string | undefined {
  let bad = false
  const plain = text.replace(/&([^;&\s]*);?/g, (whole, entity: string) => {
    const char = whole.endsWith(';') ? (named.get(entity) ?? character(entity)) : undefined
    if (char === undefined) bad = true
    return char ?? ''
  })
  return bad ? undefined : plain
}

function character(entity: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(entity)
  if (digits === null) return undefined
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function view(node: Node): Xml {
  return {
    name: node.name,
    content: node.text,
    attribute: name => attributeOf(node, name),
    all: name =>
      node.children.flatMap(child => [
        ...(child.name === name ? [view(child)] : []),
        ...view(child).all(name),
      ]),
    find: name => descend(node, name),
    text: name => node.children.find(child => child.name === name)?.text,
  }
}

function attributeOf({ attributes }: Node, name: string): string | undefined {
  for (const [, found = '', double, single] of attributes.matchAll(attribute)) {
    if (localName(found) === name) return unescapeXml(double ?? single ?? '')
  }
  return undefined
}

function descend(node: Node, name: string): Xml | undefined {
  for (const child of node.children) {
    if (child.name === name) return view(child)
    const deeper = descend(child, name)
    if (deeper !== undefined) return deeper
  }
  return undefined
}
