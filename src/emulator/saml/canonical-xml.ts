import type { XmlElement } from './xml-tree.ts'

/** Namespaces by prefix; the default one under the empty prefix. */
export type Namespaces = Readonly<Record<string, string>>

/** Namespaces in scope inside an element, given those around it. */
export function namespacesIn({ attributes }: XmlElement, around: Namespaces): Namespaces {
  const own = attributes.flatMap(([name, value]) => {
    const prefix = prefixDeclared(name)
    return prefix === undefined ? [] : [[prefix, value] as const]
  })
  return { ...around, ...Object.fromEntries(own) }
}

export interface Canonicalization {
  /** Namespaces in scope around the element. */
  readonly around: Namespaces
  /** Prefixes to treat as if they were used, as `InclusiveNamespaces` names them. */
  readonly inclusive?: readonly string[]
  /** An element that is left out with everything in it. */
  readonly without?: XmlElement | undefined
}

/** An element as Exclusive XML Canonicalization 1.0 without comments spells it. */
export function canonicalXml(
  element: XmlElement,
  { around, inclusive = [], without }: Canonicalization,
): string {
  const write = (one: XmlElement, outside: Namespaces, written: Namespaces): string => {
    if (one === without) return ''
    const scope = namespacesIn(one, outside)
    const attributes = one.attributes.filter(([name]) => prefixDeclared(name) === undefined)
    const used = new Set([prefixOf(one.name), ...attributes.map(([name]) => prefixOf(name)), ...inclusive])
    if (!one.name.includes(':')) used.add('')
    else if (!inclusive.includes('#default')) used.delete('')
    const fresh = [...used]
      .filter(prefix => prefix !== 'xml' && (scope[prefix] ?? '') !== (written[prefix] ?? ''))
      .sort()
      .map(prefix => [prefix, scope[prefix] ?? ''] as const)
    const names = fresh.map(
      ([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${inAttribute(uri)}"`,
    )
    const values = sorted(attributes, scope).map(([name, value]) => ` ${name}="${inAttribute(value)}"`)
    const now = { ...written, ...Object.fromEntries(fresh) }
    const inner = one.children.map(child =>
      typeof child === 'string' ? inText(child) : write(child, scope, now),
    )
    return `<${one.name}${names.join('')}${values.join('')}>${inner.join('')}</${one.name}>`
  }
  return write(element, around, {})
}

/** By namespace, those without one first, then by local name. */
function sorted(attributes: XmlElement['attributes'], scope: Namespaces): XmlElement['attributes'] {
  const key = (name: string) => {
    const prefix = prefixOf(name)
    return `${prefix === '' ? '' : (scope[prefix] ?? prefix)}\n${name.slice(name.indexOf(':') + 1)}`
  }
  return [...attributes].sort(([one], [other]) => (key(one) < key(other) ? -1 : 1))
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : ''
}

/** The prefix that an attribute declares; `undefined` when it declares none. */
function prefixDeclared(name: string): string | undefined {
  if (name === 'xmlns') return ''
  return name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : undefined
}

/** Text as it is written between tags. Source: Canonical XML 1.0, 2.3. */
export function inText(text: string): string {
  return text.replace(
    /[&<>\r]/g,
    character => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[character] ?? '#xD'};`,
  )
}

/** Text as it is written between the double quotes of an attribute. Source: the same. */
export function inAttribute(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '"': 'quot',
    '\t': '#x9',
    '\n': '#xA',
    '\r': '#xD',
  }
  return text.replace(/[&<"\t\n\r]/g, character => `&${names[character]};`)
}
