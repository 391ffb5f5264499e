import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, RouteMap } from '@stricli/core'
import { describe, expect, it } from 'vitest'
import { globalFlags } from '../src/cli/global-flags.ts'
import type { Context } from '../src/commands/context.ts'
import { routesFor } from '../src/commands/routes.ts'

const page = readFileSync(join(import.meta.dirname, '../docs/commands.md'), 'utf8')

interface Spoken {
  readonly words: string
  readonly flags: readonly string[]
}

/** Every command under a word, with its flags as they are typed. */
function commandsUnder(words: string, target: Command<Context> | RouteMap<Context>): readonly Spoken[] {
  if ('getAllEntries' in target) {
    return target
      .getAllEntries()
      .filter(({ hidden }) => !hidden)
      .flatMap(({ name, target: inner }) =>
        commandsUnder(`${words} ${name['convert-camel-to-kebab']}`, inner),
      )
  }
  const { flags = {}, aliases = {} } = target.parameters
  const long = Object.keys(flags).map(
    name => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`,
  )
  return [{ words, flags: [...long, ...Object.keys(aliases).map(letter => `-${letter}`)] }]
}

const commands = commandsUnder('atmos', await routesFor([]))

const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map(text => [text.slice(0, text.indexOf('\n')), text] as const),
)

describe('docs/commands.md', () => {
  it('has a section for every command, and for no other', () => {
    expect([...sections.keys()].sort()).toEqual(commands.map(({ words }) => words).sort())
  })

  it.each(commands)('tells of every flag of $words, with an example', ({ words, flags }) => {
    const section = sections.get(words) ?? ''
    expect(section).toMatch(new RegExp(`^\\$ .*\\b${words}\\b`, 'm'))
    const told = [...section.matchAll(/`(--?[\w-]+)/g)].map(([, flag]) => flag)
    for (const flag of flags) expect(told, `${words} ${flag}`).toContain(flag)
    for (const flag of told.filter(each => each?.startsWith('--'))) {
      const known = [...flags, ...globalFlags.map(({ name }) => `--${name}`), '--']
      expect(known, `docs/commands.md speaks of ${words} ${flag}`).toContain(flag)
    }
  })

  it.each(globalFlags.map(({ name }) => `--${name}`))('tells of %s', flag => {
    expect(page.slice(0, page.indexOf('\n## '))).toContain(`\`${flag}\``)
  })
})
