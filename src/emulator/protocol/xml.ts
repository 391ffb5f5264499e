/** An XML element's children by name; a list repeats as `member`, an absent value leaves no element. */
export interface XmlFields {
  readonly [name: string]: string | number | XmlFields | readonly XmlFields[] | undefined
}

/** Children as XML text. */
export function xml(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${content(value)}</${name}>`))
    .join('')
}

function content(value: NonNullable<XmlFields[string]>): string {
  if (Array.isArray(value)) return value.map(member => `<member>${xml(member)}</member>`).join('')
  if (typeof value === 'object') return xml(value as XmlFields)
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
