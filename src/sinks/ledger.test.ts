import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeHome } from '../../test/doubles/home.ts'
import { forgetInLedger, readLedger, recordInLedger } from './ledger.ts'
import type { AwsFilesEntry, DockerEntry } from './ledger-entry.ts'

const path = '/home/me/.local/state/atmos/ledger.json'
const config = '/home/me/.docker/config.json'

function docker(registry: string, parts: Partial<DockerEntry['undo']> & { at?: number } = {}): DockerEntry {
  const { at = 1, ...undo } = parts
  return {
    type: 'docker',
    at,
    expiresAt: 2,
    identity: 'dev',
    undo: { registry, path: config, place: { type: 'file', path: config }, fingerprint: 'f1', ...undo },
  }
}

const aws: AwsFilesEntry = {
  type: 'aws-files',
  at: 1,
  realm: 'prod',
  receipt: {
    profile: 'dev',
    credentialsFile: '/c/credentials',
    configFile: '/c/config',
    fingerprint: 'f',
    expiresAt: 2,
  },
}

describe('the ledger', () => {
  it('keeps what was written, privately, and forgets what was taken back', async () => {
    const effects = fakeHome()
    expect(await readLedger(effects)).toEqual({ entries: [], notes: [] })
    await recordInLedger([docker('a'), aws], effects)
    await recordInLedger([docker('b')], effects)
    expect(effects.files.stat(path)?.mode).toBe(0o600)
    const { entries } = await readLedger(effects)
    expect(entries).toEqual([docker('a'), aws, docker('b')])
    await forgetInLedger([docker('a'), aws], effects)
    expect((await readLedger(effects)).entries).toEqual([docker('b')])
    await forgetInLedger(entries, effects)
    expect(effects.files.contents()).toEqual({})
  })

  it('holds one entry per place, the latest', async () => {
    const effects = fakeHome()
    const store = { type: 'store', program: 'docker-credential-pass' } as const
    await recordInLedger([docker('a'), docker('a', { place: store }), aws], effects)
    const renewed = [docker('a', { at: 5, fingerprint: 'f2' }), { ...aws, at: 5 }]
    expect((await recordInLedger(renewed, effects)).replaced).toEqual([docker('a'), aws])
    expect((await readLedger(effects)).entries).toEqual([docker('a', { place: store }), ...renewed])
  })

  it('does not forget what was written again since it was read', async () => {
    const effects = fakeHome()
    await recordInLedger([docker('a', { at: 5 })], effects)
    await forgetInLedger([docker('a', { at: 1 })], effects)
    expect((await readLedger(effects)).entries).toHaveLength(1)
  })

  it('remembers what was made around a login until the last one of its file is gone', async () => {
    const effects = fakeHome()
    const made = { file: true, auths: 'made' } as const
    const kept = { file: false, auths: 'kept' } as const
    await recordInLedger([docker('a', { footprint: made })], effects)
    await recordInLedger([docker('a', { at: 2, footprint: kept }), docker('b', { footprint: kept })], effects)
    const [first] = (await readLedger(effects)).entries
    expect(first).toMatchObject({ at: 2, undo: { registry: 'a', footprint: made } })
    await forgetInLedger([docker('a', { at: 2 })], effects)
    expect((await readLedger(effects)).entries).toEqual([docker('b', { footprint: made })])
  })

  it('starts anew after a file that cannot be understood, with a note', async () => {
    for (const content of ['garbage', '', '[]', '{"version":1,"entries":{}}']) {
      const effects = fakeHome()
      effects.files.put(path, content)
      expect(await readLedger(effects)).toEqual({ entries: [], notes: [expect.stringContaining(path)] })
      const { notes } = await recordInLedger([aws], effects)
      expect(notes).toHaveLength(1)
      expect(await readLedger(effects)).toEqual({ entries: [aws], notes: [] })
    }
  })

  it.each(['{"version":2,"entries":[{"new":true}]}', '{ "format": 7 }'])(
    'of another version is left as it is, with a note: %s',
    async content => {
      const effects = fakeHome()
      effects.files.put(path, content)
      const left = { entries: [], notes: [expect.stringContaining('another version')] }
      expect(await readLedger(effects)).toEqual(left)
      expect(await recordInLedger([aws], effects)).toEqual({ ...left, replaced: [] })
      expect(await forgetInLedger([aws], effects)).toEqual(left)
      expect(effects.files.contents()[path]).toBe(content)
    },
  )

  it('hands entries on that it does not understand, and keeps the file for them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1 }), async strangers => {
        const effects = fakeHome()
        const text = JSON.stringify({ version: 1, entries: [...strangers, docker('a')] })
        effects.files.put(path, text)
        await recordInLedger([aws], effects)
        await forgetInLedger([docker('a'), aws], effects)
        const { entries } = JSON.parse(effects.files.contents()[path] ?? '{}')
        expect(entries).toEqual(JSON.parse(JSON.stringify(strangers)))
      }),
    )
  })

  it('leaves out entries that cannot be acted upon, and never breaks', async () => {
    const whole = JSON.parse(JSON.stringify({ version: 1, entries: [docker('a'), aws] }))
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.nat(1),
        fc.constantFrom('undo', 'receipt', 'at', 'type'),
        async (junk, index, name) => {
          const broken = structuredClone(whole)
          broken.entries[index][name] = junk
          broken.entries.push(junk)
          const effects = fakeHome()
          effects.files.put(path, JSON.stringify(broken))
          const { entries, notes } = await readLedger(effects)
          expect(entries.length).toBeGreaterThanOrEqual(1)
          expect(notes).toEqual([expect.stringContaining('cannot be understood')])
          await recordInLedger([docker('z'), ...entries], effects)
        },
      ),
    )
  })

  it.each([
    { ...docker('x'), expiresAt: 'soon' },
    { ...docker('x'), identity: 7 },
    docker('x', { place: { type: 'store' } as never }),
    docker('x', { footprint: null as never }),
    { ...aws, receipt: { ...aws.receipt, fingerprint: undefined } },
  ])('takes %j for no entry', async entry => {
    const effects = fakeHome()
    effects.files.put(path, JSON.stringify({ version: 1, entries: [entry] }))
    expect((await readLedger(effects)).entries).toEqual([])
  })

  it('is no reason to fail: what cannot be written is a note', async () => {
    const effects = fakeHome()
    effects.files.refuseWrites = 'EROFS'
    expect((await recordInLedger([aws], effects)).notes).toEqual([expect.stringContaining('EROFS')])
    const busy = fakeHome()
    busy.files.lock = async () => undefined
    expect((await recordInLedger([aws], busy)).notes).toEqual([expect.stringContaining('kept it locked')])
    const homeless = fakeHome({ home: undefined })
    expect((await recordInLedger([aws], homeless)).notes).toEqual([expect.stringContaining('home')])
  })
})
