import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { groups } from '../src/commands/doctor/check.ts'
import { checks } from '../src/commands/doctor/checks.ts'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/doctor.md'), 'utf8')

/** The text under each third-level heading, and the heading above it. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .flatMap(part => {
      const [group = '', ...rest] = part.split(/^### /m)
      return rest.map(section => {
        const [id = '', ...lines] = section.split('\n')
        return [id, { group: group.trim(), text: lines.join('\n') }] as const
      })
    }),
)

describe('the checks of the doctor', () => {
  it('are one file each, named after the check', () => {
    const files = readdirSync(join(root, 'src/commands/doctor/checks'))
    expect(files.sort()).toEqual(checks.map(({ id }) => `${id}.ts`).sort())
  })

  it('are explained in docs/doctor.md, under their group and in their order', () => {
    expect([...sections].map(([id, { group }]) => [group, id])).toEqual(
      groups.flatMap(group => checks.filter(check => check.group === group).map(({ id }) => [group, id])),
    )
  })

  it.each(checks)('$id: the page names the cure, and whether it calls out', ({ id, callsOut }) => {
    const text = sections.get(id)?.text ?? ''
    expect(text).toContain('**Cure:**')
    expect(text.includes('*Online.*')).toBe(callsOut === true)
  })
})
