import { posix, win32 } from 'node:path'
import type { Needs } from '../../effects/effects.ts'

/** Browsers that can be driven: Google Chrome and what is made from it, in the order of preference. */
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
] as const

type Family = (typeof families)[number]

/** Words of `browser_type` for which a browser can be looked for. */
export const chromeTypes: readonly string[] = families.map(family => family.type)

/**
 * The first Chrome, Edge, Chromium or Brave that is installed: on PATH, and where their installers put them.
 * @param type one of `chromeTypes`: only that one
 */
export function installedChrome(
  { env, processes }: Needs<'env' | 'processes'>,
  type?: string,
): string | undefined {
  const wanted = families.filter(family => type === undefined || family.type === type)
  return wanted
    .flatMap(family => placesOf(family, env))
    .map(place => processes.find(place))
    .find(found => found !== undefined)
}

function placesOf({ programs, app, windows }: Family, env: Needs<'env'>['env']): readonly string[] {
  if (env.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map(name => env.get(name))
      .flatMap(folder => (folder ? [win32.join(folder, ...windows)] : []))
  }
  if (env.platform !== 'darwin') return programs
  const folders = ['/Applications', ...(env.home === undefined ? [] : [posix.join(env.home, 'Applications')])]
  return folders.map(folder => posix.join(folder, `${app}.app`, 'Contents', 'MacOS', app))
}
