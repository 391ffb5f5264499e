import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineFolder, systemPath } from '../packages.ts'
import type { IslandOptions } from './messages.ts'
import { makePerson, type Person } from './person.ts'
import { listenTo } from './radio.ts'

/** A private network where production's names lead to real registries and to our pretend AWS. */
export interface Island {
  /** Scratch folder of everyone on it. */
  readonly folder: string
  /** Someone with a home folder of their own and nothing in the environment that was not put there. */
  person(env?: Readonly<Record<string, string>>): Person
  /** Ends everything on it and removes the folder. */
  sink(): Promise<void>
}

const path = `${systemPath}:${join(engineFolder, 'usr/bin')}:${join(engineFolder, 'usr/sbin')}`

/** Opens an island; everything on it is up when the promise resolves. Needs root. */
export async function openIsland(options: Partial<IslandOptions> = {}): Promise<Island> {
  const folder = mkdtempSync(join(tmpdir(), 'atmos-island-'))
  const inside = new URL('./inside.ts', import.meta.url).pathname
  const child = spawn(
    'unshare',
    ['-mn', '--pid', '--fork', '--mount-proc', '--kill-child', process.execPath, inside],
    { cwd: folder, env: { PATH: path, HOME: folder }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const radio = listenTo(child)
  const whole: IslandOptions = { privateRegistries: [], engine: false, metadata: false, ...options }
  const sink = async () => {
    if (child.connected) child.disconnect()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await radio.open(folder, whole)
  } catch (error) {
    await sink()
    throw error
  }
  let people = 0
  return {
    folder,
    person: (env = {}) => {
      people += 1
      return makePerson({ home: join(folder, `home-${people}`), island: folder, path, env, run: radio.run })
    },
    sink,
  }
}
