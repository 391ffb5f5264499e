import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../src/errors/codes.ts'
import { catalog } from '../src/kinds/catalog.ts'

const root = join(import.meta.dirname, '..')
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].concat(
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
)
const read = (page: string) => readFileSync(join(root, page), 'utf8')

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
}

const anchorsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(match => anchorOf(match[1] ?? ''))

describe('docs/errors.md', () => {
  const anchors = anchorsOf('docs/errors.md')

  it.each(Object.keys(exitCodes))('explains %s', code => {
    expect(anchors).toContain(code)
  })

  it('puts every code under its exit code', () => {
    let exit = 0
    for (const line of read('docs/errors.md').split('\n')) {
      const section = /^## (?:Exit (\d+)|Others)/.exec(line)
      if (section) exit = Number(section[1] ?? 0)
      const code = /^### (.+)$/.exec(line)?.[1]
      if (code === undefined) continue
      expect(Object.keys(exitCodes), code).toContain(code)
      if (exit > 0) expect(exitCodes[code as keyof typeof exitCodes], code).toBe(exit)
    }
  })
})

describe.each(pages)('%s', page => {
  it('links only to what exists', () => {
    const text = read(page).replace(/```[\s\S]*?```/g, '')
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      expect(existsSync(join(root, file)), `${page} links to ${target}`).toBe(true)
      if (anchor !== undefined && file.endsWith('.md')) {
        expect(anchorsOf(file), `${page} links to ${target}`).toContain(anchor)
      }
    }
  })
})

describe('docs/kinds.md', () => {
  const anchors = [...read('docs/kinds.md').matchAll(/^### (.+)$/gm)].map(match => match[1])

  it('explains every kind of the catalog, and no other', () => {
    const kinds = [...catalog.providers, ...catalog.identities, ...catalog.integrations].map(
      ({ kind }) => kind,
    )
    expect(new Set(anchors)).toEqual(new Set(kinds))
  })

  /** Filled in by our own commands; nobody writes it. */
  const ours = ['host']
  const sections = read('docs/kinds.md').split(/^###? /m)
  const kinds = [...catalog.providers, ...catalog.identities, ...catalog.integrations]

  it.each(kinds)('names every field of $role $kind', ({ kind, spec }) => {
    const schema = toJsonSchema(spec, { typeMode: 'input', errorMode: 'ignore' })
    const text = sections.filter(section => section.startsWith(`${kind}\n`)).join('')
    const fields = leavesOf(schema).filter(name => !ours.includes(name))
    expect(fields.filter(name => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
  })
})

/** Names of the fields of a JSON schema that have no fields in them. */
function leavesOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(leavesOf)
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, ...rest } = schema as { readonly properties?: object }
  const named = Object.entries(properties).flatMap(([name, inside]) => {
    const deeper = leavesOf(inside)
    return deeper.length === 0 ? [name] : deeper
  })
  return [...named, ...leavesOf(Object.values(rest))]
}
