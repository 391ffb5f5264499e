import type { MemberSpan, ObjectSpan } from './json-spans.ts'

/** What a member can be set to here: text, or an object of texts. */
export type JsonValue = string | { readonly [key: string]: JsonValue }

/** How new members are to look; taken from what stands around them. */
export interface Layout {
  /** White space in front of a key: a line break and its indentation, or as good as nothing. */
  readonly lead: string
  /** From the end of a key to its value, e.g. `: `. */
  readonly colon: string
  /** One more level of indentation. */
  readonly unit: string
}

/** How Docker itself writes: tabs, one member a line, no line break at the end. */
export const dockerLayout: Layout = { lead: '\n\t', colon: ': ', unit: '\t' }

/** The layout of an object's members, seen from its last one; `undefined` when it has none. */
export function layoutOf(text: string, object: ObjectSpan, unit: string): Layout | undefined {
  const last = object.members.at(-1)
  if (last === undefined) return undefined
  const before = object.members.at(-2)
  const start = before === undefined ? object.open + 1 : text.indexOf(',', before.valueEnd) + 1
  return {
    lead: oneBreak(text.slice(start, last.keyStart)),
    colon: oneLine(text.slice(last.keyEnd, last.valueStart)),
    unit,
  }
}

/** One level further in; members on one line stay on it. */
export function nested(layout: Layout): Layout {
  return { ...layout, lead: layout.lead.includes('\n') ? layout.lead + layout.unit : '' }
}

/** The indentation a text uses for one level, seen at its root; a tab where it shows none. */
export function unitOf(text: string, root: ObjectSpan): string {
  const lead = layoutOf(text, root, '')?.lead ?? ''
  return (lead.includes('\n') && lead.slice(lead.lastIndexOf('\n') + 1)) || '\t'
}

/** Adds a member behind the last one. The white space inside an empty object is replaced. */
export function appendMember(
  text: string,
  object: ObjectSpan,
  member: { readonly key: string; readonly value: JsonValue; readonly layout: Layout },
): string {
  const { key, value, layout } = member
  const last = object.members.at(-1)
  const written = layout.lead + JSON.stringify(key) + layout.colon + render(value, nested(layout))
  if (last !== undefined) return splice(text, [last.valueEnd, last.valueEnd], `,${written}`)
  return splice(text, [object.open + 1, object.close], written + outdent(layout))
}

/** Sets a member to another value, laid out as what stands around it. */
export function replaceValue(
  text: string,
  member: MemberSpan,
  wish: { readonly value: JsonValue; readonly layout: Layout },
): string {
  return splice(text, [member.valueStart, member.valueEnd], render(wish.value, nested(wish.layout)))
}

/** Takes a member out together with its comma. @param inside what is left between the braces of an emptied object */
export function removeMember(text: string, object: ObjectSpan, { index, inside }: Removal): string {
  return removeMembers(text, object, { isGone: (_, each) => each === index, inside })
}

export interface Removal {
  readonly index: number
  readonly inside?: string | undefined
}

/** Takes members out as `removeMember` would one after the other, in one pass: there may be thousands. */
export function removeMembers(text: string, object: ObjectSpan, wish: Removals): string {
  const { members, open, close } = object
  const kept = members.flatMap((member, index) => (wish.isGone(member, index) ? [] : [{ member, index }]))
  const [first, last] = [members[0], members.at(-1)]
  if (first === undefined || last === undefined || kept.length === members.length) return text
  if (kept.length === 0) return splice(text, [open + 1, close], wish.inside ?? '')
  const pieces = kept.map(({ member, index }, place) => {
    const before = place === 0 ? undefined : members[index - 1]
    return text.slice(before?.valueEnd ?? member.keyStart, member.valueEnd)
  })
  return splice(text, [first.keyStart, last.valueEnd], pieces.join(''))
}

export interface Removals {
  readonly isGone: (member: MemberSpan, index: number) => boolean
  readonly inside?: string | undefined
}

/** A value as JSON. @param layout of the members, should it have any */
export function render(value: JsonValue, layout: Layout): string {
  if (typeof value === 'string') return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([key, inner]) => layout.lead + JSON.stringify(key) + layout.colon + render(inner, nested(layout)),
  )
  return members.length === 0 ? '{}' : `{${members.join(',')}${outdent(layout)}}`
}

/** Puts other content in the place from `start` up to, not including, `end`. */
export function splice(text: string, [start, end]: readonly [number, number], content: string): string {
  return text.slice(0, start) + content + text.slice(end)
}

/** The white space in front of the closing brace of members with this layout. */
function outdent({ lead, unit }: Layout): string {
  if (!lead.includes('\n')) return ''
  return lead.endsWith(unit) ? lead.slice(0, lead.length - unit.length) : lead
}

function oneLine(colon: string): string {
  return /[\r\n]/.test(colon) ? ': ' : colon
}

/** Blank lines between members are not repeated. */
function oneBreak(lead: string): string {
  const end = lead.lastIndexOf('\n')
  if (end < 0) return lead
  return (lead.includes('\r\n') ? '\r\n' : '\n') + lead.slice(end + 1)
}
