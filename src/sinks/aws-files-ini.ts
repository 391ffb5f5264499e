/**
 * The INI files of the AWS tools, edited by line: every byte outside the section in question stays as it is.
 * Texts are byte for byte (latin1), so that a stranger's encoding survives.
 */

/** What a section shall hold. */
export interface SectionContent {
  /** Between the brackets: `dev`, `profile dev`. */
  readonly header: string
  /** Keys to set, or to take out (`undefined`); other keys of the section stay. */
  readonly values: Readonly<Record<string, string | undefined>>
  /** Comment line that goes before the header: `; atmos: expiration=…`; without it such a line goes away. */
  readonly comment?: string | undefined
}

/** Lines from `start` up to, not including, `end`; `header` is the line with the brackets. */
interface Span {
  readonly start: number
  readonly header: number
  readonly end: number
}

/** Writes a section, the first one of that name; further ones of the same name go away. */
export function writeSection(text: string, content: SectionContent): string {
  const lines = linesOf(text)
  const eol = lines[0]?.endsWith('\r\n') ? '\r\n' : '\n'
  const [first, ...doubles] = spansOf(lines, content.header)
  if (first === undefined) return appended(text, content, eol)
  const kept = doubles.toReversed().reduce(cutOut, lines)
  const section = rewritten(kept.slice(first.start, first.end), content, eol)
  return [...kept.slice(0, first.start), ...section, ...kept.slice(first.end)].join('')
}

/** Takes out a section with its own comment line; comments that lead to the next section stay. */
export function removeSection(text: string, header: string): string {
  const lines = linesOf(text)
  return spansOf(lines, header).toReversed().reduce(cutOut, lines).join('')
}

/** Keys (lower case) and values of a section; `undefined` when there is none. */
export function readSection(text: string, header: string): ReadonlyMap<string, string> | undefined {
  const lines = linesOf(text)
  const [span] = spansOf(lines, header)
  if (span === undefined) return undefined
  const pairs = lines.slice(span.header + 1, span.end).flatMap(line => {
    const [, key, value] = /^([^\s#;=:[][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    return key === undefined ? [] : [[key.toLowerCase(), value ?? ''] as const]
  })
  return new Map(pairs)
}

/** Our own comment lines that lead to a section, without the comment sign. */
export function readComments(text: string, header: string): readonly string[] {
  const lines = linesOf(text)
  const [span] = spansOf(lines, header)
  return span === undefined
    ? []
    : lines.slice(span.start, span.header).map(line => line.replace(/^\s*[;#]\s*/, '').trim())
}

/** Whether nothing but white space is left. */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** Name between the brackets, with `profile` and quotes spelled one way; `undefined` for any other line. */
function headerOf(line: string): string | undefined {
  const [, name] = /^\s*\[\s*(.*?)\s*\]/.exec(line) ?? []
  return name?.replace(/^profile\s+(["']?)(.*)\1$/, 'profile $2')
}

const ownComment = /^\s*[;#]\s*atmos:/
const blankOrComment = /^\s*([;#].*)?\s*$/

function spansOf(lines: readonly string[], header: string): readonly Span[] {
  const starts = lines.flatMap((line, index) => (/^\s*\[/.test(line) ? [index] : []))
  const upwards = (index: number): number =>
    ownComment.test(lines[index - 1] ?? '') ? upwards(index - 1) : index
  return starts.flatMap((start, position) => {
    if (headerOf(lines[start] ?? '') !== header) return []
    const next = starts[position + 1]
    return [{ start: upwards(start), header: start, end: next === undefined ? lines.length : upwards(next) }]
  })
}

/** Takes a section out, except for the comments at its end: they lead to what follows. */
function cutOut(lines: readonly string[], { start, end }: Span): readonly string[] {
  let tail = end
  while (tail > start && blankOrComment.test(lines[tail - 1] ?? '')) tail -= 1
  while (tail < end && /^\s*$/.test(lines[tail] ?? '')) tail += 1
  const comments = lines.slice(tail, end).filter(line => !ownComment.test(line))
  return [...lines.slice(0, start), ...comments, ...lines.slice(end)]
}

function appended(text: string, { header, values, comment }: SectionContent, eol: string): string {
  const ended = text === '' || text.endsWith('\n') ? text : text + eol
  const gap = ended === '' || /\n\r?\n$/.test(ended) ? '' : eol
  const lines = [...(comment === undefined ? [] : [comment]), `[${header}]`, ...pairLines(values)]
  return `${ended}${gap}${lines.map(line => line + eol).join('')}`
}

function pairLines(values: SectionContent['values']): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}`]))
}

/** The section's lines with the new values: known keys where they stood, new ones behind the last key. */
function rewritten(section: readonly string[], content: SectionContent, eol: string): readonly string[] {
  const left = { ...content.values }
  const lines = section.filter(line => !ownComment.test(line))
  const body: string[] = content.comment === undefined ? [] : [content.comment + eol]
  let skipping = false
  for (const line of lines) {
    // An indented line goes on with the value above it: where that is replaced, it goes too.
    if (/^[ \t]+\S/.test(line) && skipping) continue
    const key = keyIn(line, content.values)
    skipping = key !== undefined
    if (key === undefined) body.push(line)
    else if (left[key] !== undefined) {
      body.push(`${key} = ${left[key]}${eol}`)
      delete left[key]
    }
  }
  const insertAt = body.findLastIndex(line => !blankOrComment.test(line)) + 1
  const whole = body.toSpliced(insertAt, 0, ...pairLines(left).map(line => line + eol))
  // What was the last line of the file, and had no end, may have got company.
  return whole.map((line, index) => (index === whole.length - 1 || line.endsWith('\n') ? line : line + eol))
}

/** Which of our keys a line sets. Python's reader takes `:` for `=`, and keys in any case. */
function keyIn(line: string, values: SectionContent['values']): string | undefined {
  const [, key] = /^([^\s#;=:[]+)\s*[=:]/.exec(line) ?? []
  return key === undefined ? undefined : Object.keys(values).find(known => known === key.toLowerCase())
}
