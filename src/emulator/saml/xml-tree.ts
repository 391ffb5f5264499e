/** An XML element as it was written: names with their prefixes, attributes in order, namespaces among them. */
export interface XmlElement {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly (XmlElement | string)[]
}

const pieces =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy

interface Open {
  readonly name: string
  readonly attributes: XmlElement['attributes']
  readonly children: (XmlElement | string)[]
}

/** Reads a document; `undefined` when it is not well-formed, or has a document type, which no message needs. */
export function readXml(text: string): XmlElement | undefined {
  const document: Open = { name: '', attributes: [], children: [] }
  const open = [document]
  const source = text.replace(/\r\n?/g, '\n').replace(/^\ufeff/, '')
  pieces.lastIndex = 0
  while (pieces.lastIndex < source.length) {
    const match = pieces.exec(source)
    if (match === null || !take(match, open)) return undefined
  }
  const roots = document.children.filter(child => typeof child !== 'string' || child.trim() !== '')
  const [root] = roots
  return open.length === 1 && roots.length === 1 && typeof root === 'object' ? root : undefined
}

/** @returns whether the piece may stand here */
function take(
  [, cdata, end, name, attributes = '', empty, characters]: RegExpExecArray,
  open: Open[],
): boolean {
  const parent = open.at(-1)
  if (parent === undefined) return false
  if (cdata !== undefined) parent.children.push(cdata)
  if (characters !== undefined) parent.children.push(decoded(characters))
  if (name !== undefined) {
    const element: Open = { name, attributes: readAttributes(attributes), children: [] }
    parent.children.push(element)
    if (empty === '') open.push(element)
  }
  return end === undefined || (open.length > 1 && open.pop()?.name === end)
}

function readAttributes(text: string): XmlElement['attributes'] {
  return [...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
    ([, name = '', double, single = '']) => [name, decoded((double ?? single).replace(/[\t\n]/g, ' '))],
  )
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}

function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1)
}

/** An attribute by its name as written, prefix included. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find(([given]) => given === name)?.[1]
}

/** The child elements, of one local name where it is given. */
export function elementsIn(element: XmlElement, name?: string): readonly XmlElement[] {
  const elements = element.children.filter(child => typeof child !== 'string')
  return name === undefined ? elements : elements.filter(child => localName(child) === name)
}

/** The one element down this path of local names; `undefined` when a step is missing or not the only one. */
export function elementAt(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let here: XmlElement | undefined = element
  for (const step of path) {
    const found: readonly XmlElement[] = here === undefined ? [] : elementsIn(here, step)
    here = found.length === 1 ? found[0] : undefined
  }
  return here
}

/** All text inside an element, at every depth; empty for none. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return ''
  return element.children.map(child => (typeof child === 'string' ? child : textOf(child))).join('')
}
