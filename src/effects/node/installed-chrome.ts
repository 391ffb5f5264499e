import { posix, win32 } from 'node:path'
import type { ChromeType } from '../browser.ts'
import type { Environment } from '../environment.ts'
import type { Processes } from '../processes.ts'

/** In the order of preference. */
const families = [
  {
    type: 'chrome',
    programs: ['google-chrome', 'google-chrome-stable'],
    app: 'Google Chrome',
    windows: ['Google', 'Chrome', 'Application', 'chrome.exe'],
  },
  {
    type: 'msedge',
    programs: ['microsoft-edge', 'microsoft-edge-stable'],
    app: 'Microsoft Edge',
    windows: ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  },
  {
    type: 'chromium',
    programs: ['chromium', 'chromium-browser'],
    app: 'Chromium',
    windows: ['Chromium', 'Application', 'chrome.exe'],
  },
  {
    type: 'brave',
    programs: ['brave-browser', 'brave'],
    app: 'Brave Browser',
    windows: ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
  },
] as const satisfies readonly { readonly type: ChromeType; readonly [part: string]: unknown }[]

type Family = (typeof families)[number]

type Surroundings = Pick<Environment, 'get' | 'platform' | 'home'>

/** See `Browser.chrome`: looked for on PATH, and where their installers put them. */
export function installedChrome(
  { env, find }: { readonly env: Surroundings; readonly find: Processes['find'] },
  type?: ChromeType,
): string | undefined {
  const wanted = families.filter(family => type === undefined || family.type === type)
  return wanted
    .flatMap(family => placesOf(family, env))
    .map(place => find(place))
    .find(found => found !== undefined)
}

function placesOf({ programs, app, windows }: Family, env: Surroundings): readonly string[] {
  if (env.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map(name => env.get(name))
      .flatMap(folder => (folder ? [win32.join(folder, ...windows)] : []))
  }
  if (env.platform !== 'darwin') return programs
  const folders = ['/Applications', ...(env.home === undefined ? [] : [posix.join(env.home, 'Applications')])]
  return folders.map(folder => posix.join(folder, `${app}.app`, 'Contents', 'MacOS', app))
}
