import { readFileSync } from 'node:fs'
import type { Browser } from '../browser.ts'
import type { Environment } from '../environment.ts'
import type { Processes } from '../processes.ts'
import { installedChrome } from './installed-chrome.ts'

type Surroundings = Pick<Environment, 'get' | 'platform' | 'home'>

interface Opener {
  readonly command: string
  readonly args: readonly string[]
}

/** Opens pages with the system's own opener. @param find see `Processes.find` */
export function nodeBrowser(env: Surroundings, find: Processes['find']): Browser {
  const onWsl = () => env.platform === 'linux' && isWsl()
  return {
    get available() {
      return isAvailable(env, onWsl())
    },
    async open(url) {
      if (!/^https?:\/\//.test(url)) return false
      for (const opener of openers(env.platform, onWsl())) {
        if (await start(opener, url)) return true
      }
      return false
    },
    async openApart(url, folder) {
      const command = installedChrome({ env, find })
      if (command === undefined || !/^https?:\/\//.test(url)) return false
      const args = [`--user-data-dir=${folder}`, '--no-first-run', '--no-default-browser-check']
      return await start({ command, args }, url)
    },
    chrome: type => installedChrome({ env, find }, type),
  }
}

/** A page can be seen only where a screen belongs to the person: not in CI, not over SSH. */
export function isAvailable(env: Surroundings, wsl: boolean): boolean {
  if (env.get('CI') || env.get('SSH_CONNECTION') || env.get('SSH_TTY')) return false
  if (env.platform === 'darwin' || env.platform === 'win32' || wsl) return true
  return Boolean(env.get('DISPLAY') || env.get('WAYLAND_DISPLAY'))
}

/** Programs to try, in order. `rundll32` takes the address as it is, where `start` would cut it at `&`. */
export function openers(platform: NodeJS.Platform, wsl: boolean): readonly Opener[] {
  const windows = { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] }
  if (platform === 'darwin') return [{ command: 'open', args: [] }]
  if (platform === 'win32') return [windows]
  const linux = { command: 'xdg-open', args: [] }
  return wsl ? [{ command: 'wslview', args: [] }, windows, linux] : [linux]
}

function isWsl(): boolean {
  try {
    return /microsoft/i.test(readFileSync('/proc/sys/kernel/osrelease', 'utf8'))
  } catch {
    return false
  }
}

function start({ command, args }: Opener, url: string): Promise<boolean> {
  const { spawn } = process.getBuiltinModule('node:child_process')
  return new Promise(resolve => {
    const child = spawn(command, [...args, url], { detached: true, stdio: 'ignore' })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
