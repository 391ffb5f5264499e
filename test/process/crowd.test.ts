import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { readSection } from '../../src/sinks/aws-files-ini.ts'

const writer = join(import.meta.dirname, 'crowd/writer.ts')

it('many processes that write at once lose nothing, and leave nothing else behind', async () => {
  const home = mkdtempSync(join(tmpdir(), 'crowd-'))
  try {
    const env = { PATH: process.env.PATH ?? '', HOME: home }
    const state = join(home, '.local/state/atmos')
    const sessions = join(state, 'sessions.json')
    const people = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay']
    const rounds = 6
    await Promise.all(
      people.map(who => promisify(execFile)(process.execPath, [writer, who, `${rounds}`, sessions], { env })),
    )
    const names = people
      .flatMap(who => Array.from({ length: rounds }, (_, round) => `${who}-${round}`))
      .sort()
    expect(Object.keys(JSON.parse(readFileSync(sessions, 'utf8')).entries).sort()).toEqual(names)
    const { entries } = JSON.parse(readFileSync(join(state, 'ledger.json'), 'utf8'))
    expect(entries.map((entry: { receipt: { profile: string } }) => entry.receipt.profile).sort()).toEqual(
      names,
    )
    const folder = join(home, '.config/atmos/default/aws/sso')
    const credentials = readFileSync(join(folder, 'credentials'), 'utf8')
    for (const name of names) expect(readSection(credentials, name)?.get('aws_access_key_id')).toBe(name)
    expect(readdirSync(state)).toEqual(['ledger.json', 'sessions.json'])
    expect(readdirSync(folder)).toEqual(['config', 'credentials'])
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
