import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Debian's package `chromium`. */
const program = '/usr/bin/chromium'

export const hasChromium = existsSync(program)

if (!hasChromium)
  console.warn('skipped where a browser is needed: the Debian package chromium is not installed')

/** For machines without a screen and, as root, without a sandbox; nothing is asked of the network. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/**
 * A program that starts Chromium for tests: what we pass goes through, and a second door is opened for the
 * test to see and click.
 */
export function chromiumFor(folder: string): string {
  const path = join(folder, 'browser')
  const extra = [...flags, '--remote-debugging-port=0'].map(flag => `'${flag}'`).join(' ')
  writeFileSync(path, `#!/bin/sh\nexec ${program} ${extra} "$@"\n`)
  chmodSync(path, 0o755)
  return path
}

/** Chromium as a person's own browser, driven by the test. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: flags.filter(flag => flag !== '--headless') })
}

/** Joins a browser that our program has started, once it is there. */
export async function joinChromium(profile: string): Promise<Browser> {
  const note = join(profile, 'DevToolsActivePort')
  for (let tries = 0; tries < 300; tries++) {
    const [port, path] = existsSync(note) ? readFileSync(note, 'utf8').split('\n') : []
    if (port && path) {
      const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`)
      if (await showsPage(browser)) return browser
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the browser opened no door for the test')
}

/** Who joins before the first page is there never hears of it, and has to join again. */
async function showsPage(browser: Browser): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    if (browser.contexts()[0]?.pages()[0] !== undefined) return true
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return false
}

/** The window of a browser that was joined. */
export async function firstPage(browser: Browser): Promise<Page> {
  const page = browser.contexts()[0]?.pages()[0]
  if (page === undefined) throw new Error('the browser opened no window')
  return page
}
