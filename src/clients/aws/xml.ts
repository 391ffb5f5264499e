/** An element of an answer of the query protocol. */
export interface Xml {
  readonly name: string
  /** The first element of that name in here, at any depth. */
  find(name: string): Xml | undefined
  /** The text of the first child element of that name; `undefined` when there is none. */
  text(name: string): string | undefined
}

interface Node {
  readonly name: string
  readonly children: Node[]
  text: string
}

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)>|([^<]+)/y

/**
 * Reads the XML that STS answers with: elements, text, escaped characters; attributes are passed over. Document
 * types are refused, so that there are no entities but XML's own five and numbers.
 * @returns the outermost element; `undefined` when the text is not well-formed
 */
export function readXml(source: string): Xml | undefined {
  const top: Node = { name: '', children: [], text: '' }
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
function place([, cdata, closing, name, empty, words]: RegExpExecArray, open: Node[]): boolean {
  const inside = open.at(-1)
  if (inside === undefined) return false
  if (cdata !== undefined) inside.text += cdata
  if (words !== undefined) {
    const plain = unescapeXml(words)
    if (plain === undefined) return false
    inside.text += plain
  }
  if (name === undefined) return true
  if (closing) return open.length > 1 && open.pop()?.name === localName(name)
  const node: Node = { name: localName(name), children: [], text: '' }
  inside.children.push(node)
  if (!empty) open.push(node)
  return true
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeXml(text: string): string | undefined {
  let bad = false
  const plain = text.replace(/&([^;&\s]*);?/g, (whole, entity: string) => {
    const char = whole.endsWith(';') ? (named[entity] ?? character(entity)) : undefined
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
    find: name => descend(node, name),
    text: name => node.children.find(child => child.name === name)?.text,
  }
}

function descend(node: Node, name: string): Xml | undefined {
  for (const child of node.children) {
    if (child.name === name) return view(child)
    const deeper = descend(child, name)
    if (deeper !== undefined) return deeper
  }
  return undefined
}
