import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBlank, readSection, removeSection, writeSection } from './aws-files-ini.ts'

const values = { aws_access_key_id: 'ASIANEW', aws_secret_access_key: 'new/+=', aws_session_token: undefined }
const content = { header: 'dev', values, comment: '; atmos: expiration=2026-11-23T16:00:00Z' }
const written = `; atmos: expiration=2026-11-23T16:00:00Z
[dev]
aws_access_key_id = ASIANEW
aws_secret_access_key = new/+=
`

describe('writing a section', () => {
  it.each([
    ['makes a file', '', written],
    ['goes behind what there is', '[other]\na = 1\n', `[other]\na = 1\n\n${written}`],
    ['ends a line that had no end', '[other]\na = 1', `[other]\na = 1\n\n${written}`],
    ['needs no second gap', '[other]\na = 1\n\n', `[other]\na = 1\n\n${written}`],
    [
      'replaces its own keys where they stand, and keeps others and notes',
      '# mine\n; atmos: expiration=old\n[dev]\n# note\naws_session_token = gone\nAWS_Access_Key_Id=old\noutput = json\n\n# next\n[prod]\nx = 1\n',
      '# mine\n; atmos: expiration=2026-11-23T16:00:00Z\n[dev]\n# note\naws_access_key_id = ASIANEW\noutput = json\naws_secret_access_key = new/+=\n\n# next\n[prod]\nx = 1\n',
    ],
    [
      'takes continued lines of a replaced value along',
      '[dev]\naws_access_key_id = old\n  more\ns3 =\n  max = 1\n',
      `${written.replace('aws_secret_access_key = new/+=\n', '')}s3 =\n  max = 1\naws_secret_access_key = new/+=\n`,
    ],
    [
      'removes doubles',
      '[dev]\na = 1\n[x]\n[dev]\nb = 2\n',
      `${written.replace('\n[dev]\n', '\n[dev]\na = 1\n')}[x]\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(writeSection(before, content)).toBe(after)
  })

  it('keeps the line ends of a Windows file', () => {
    const after = writeSection('[other]\r\na = 1\r\n', content)
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  it('takes its comment away when there is nothing to say', () => {
    expect(writeSection(written, { header: 'dev', values })).toBe(written.slice(written.indexOf('[dev]')))
  })
})

describe('removing a section', () => {
  it.each([
    ['leaves nothing of the only one', written, ''],
    [
      'leaves comments that lead to the next one',
      `${written}output = x\n\n# prod\n[prod]\n`,
      '# prod\n[prod]\n',
    ],
    [
      'leaves the next one its own comment',
      `${written}; atmos: expiration=x\n[prod]\n`,
      '; atmos: expiration=x\n[prod]\n',
    ],
    ['does nothing when there is none', '[other]\n[devel]\n', '[other]\n[devel]\n'],
  ])('%s', (_, before, after) => {
    expect(removeSection(before, 'dev')).toBe(after)
  })

  it.each(['[profile dev]', '[ profile  dev ]', '[profile "dev"]', "[profile 'dev']"])('knows %s', header => {
    expect(removeSection(`${header}\nregion = x\n`, 'profile dev')).toBe('')
  })
})

const word = fc.constantFrom('dev', 'prod', 'profile dev', 'default', 'sso-session x')
const line = fc.oneof(
  word.map(name => `[${name}]`),
  fc.constantFrom('', '  ', '# note', '; atmos: expiration=x', '; other', '  nested = 1', 'garbage', 'ÿþ'),
  fc
    .tuple(
      fc.constantFrom('a', 'aws_access_key_id', 'Region', 'AWS_SESSION_TOKEN'),
      fc.string({ maxLength: 5 }),
    )
    .map(([key, value]) => `${key} = ${value.replace(/[\r\n]/g, '')}`),
)
const file = fc
  .tuple(fc.array(line, { maxLength: 15 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, eol, ended]) => lines.join(eol) + (ended ? eol : ''))

/** Lines that say something, outside the sections of one name and their comments. */
function linesOutside(text: string, header: string): readonly string[] {
  const said: string[] = []
  let inside = false
  for (const raw of text.split(/\r?\n/)) {
    if (raw.startsWith('[')) inside = raw === `[${header}]`
    const isOurs = inside && !/^\s*[#;]/.test(raw)
    if (!isOurs && raw.trim() !== '' && !raw.startsWith('; atmos:')) said.push(raw)
  }
  return said
}

/** The same without comments, which may stand on either side of a border. */
const firm = (lines: readonly string[]) => lines.filter(said => !/^\s*[#;]/.test(said))

/** Enough runs to meet every shape of a file's end. */
const often = { numRuns: 1000 }

describe('any file', () => {
  it('holds what was written, once and for all', () => {
    fc.assert(
      fc.property(file, word, (text, header) => {
        const after = writeSection(text, { ...content, header })
        const section = readSection(after, header)
        expect(section?.get('aws_access_key_id')).toBe('ASIANEW')
        expect(section?.get('aws_secret_access_key')).toBe('new/+=')
        expect(section?.has('aws_session_token')).toBe(false)
        expect(writeSection(after, { ...content, header })).toBe(after)
        expect(after.split(`[${header}]`)).toHaveLength(2)
      }),
      often,
    )
  })

  it('keeps every line of other sections, in order', () => {
    fc.assert(
      fc.property(file, word, (text, header) => {
        const written = writeSection(text, { ...content, header })
        const once = text.split(`[${header}]`).length <= 2
        if (once) expect(linesOutside(written, header)).toEqual(linesOutside(text, header))
        const outside = firm(linesOutside(text, header))
        expect(firm(linesOutside(written, header))).toEqual(outside)
        expect(firm(linesOutside(removeSection(text, header), header))).toEqual(outside)
      }),
      often,
    )
  })

  it('is byte for byte the same after a new section came and went', () => {
    fc.assert(
      fc.property(file, text => {
        const after = removeSection(writeSection(text, { ...content, header: 'new' }), 'new')
        expect(after.startsWith(text)).toBe(true)
        expect(isBlank(after.slice(text.length))).toBe(true)
      }),
      often,
    )
  })

  it('has no such section after it was removed', () => {
    fc.assert(
      fc.property(file, word, (text, header) => {
        expect(readSection(removeSection(text, header), header)).toBeUndefined()
      }),
      often,
    )
  })
})
