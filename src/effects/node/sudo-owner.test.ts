import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nodeFiles } from './files.ts'

const [ada, group] = [54_321, 54_322]
const files = nodeFiles()
let root: string
let home: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sudo-'))
  home = join(root, 'ada')
  mkdirSync(home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

const ownerOf = (path: string) => {
  const { uid, gid } = statSync(path)
  return [uid, gid]
}

describe.runIf(process.getuid?.() === 0)('root', () => {
  beforeEach(() => chownSync(home, ada, group))

  function write(path: string): void {
    files.makeFolder(join(path, '..'))
    files.replace(path, '{}')
  }

  it('leaves new files and folders of a sudo to the person behind it', () => {
    vi.stubEnv('SUDO_UID', `${ada}`)
    write(join(home, '.docker/deep/config.json'))
    for (const name of ['.docker', '.docker/deep', '.docker/deep/config.json'])
      expect(ownerOf(join(home, name)), name).toEqual([ada, group])
    expect(statSync(join(home, '.docker/deep/config.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, '.docker')).mode & 0o777).toBe(0o700)
  })

  it('leaves a new file to that person, too, where it would have gone on with an old one', () => {
    vi.stubEnv('SUDO_UID', `${ada}`)
    const path = join(home, 'job.env')
    files.append(path, 'A=1\n')
    files.append(path, 'B=2\n')
    expect(ownerOf(path)).toEqual([ada, group])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toBe('A=1\nB=2\n')
  })

  it('keeps the owner of a file that was there', () => {
    vi.stubEnv('SUDO_UID', `${ada}`)
    writeFileSync(join(home, 'config.json'), '')
    files.replace(join(home, 'config.json'), '{}')
    expect(ownerOf(join(home, 'config.json'))).toEqual([0, 0])
  })

  it.each([
    ['without sudo', undefined],
    ['for somebody else', '54323'],
    ['for root', '0'],
    ['for nobody known', 'ada'],
  ])('keeps what it makes %s', (_, person) => {
    vi.stubEnv('SUDO_UID', person)
    write(join(home, '.docker/config.json'))
    expect(ownerOf(join(home, '.docker'))).toEqual([0, 0])
    expect(ownerOf(join(home, '.docker/config.json'))).toEqual([0, 0])
  })

  it('keeps what it makes in folders of its own', () => {
    vi.stubEnv('SUDO_UID', `${ada}`)
    write(join(root, 'root/config.json'))
    expect(ownerOf(join(root, 'root/config.json'))).toEqual([0, 0])
  })
})
