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

/**
 * Joins a browser that our program has started, once its window shows an address. Chromium's pages crash where a
 * second hand takes hold of them while they are on their way somewhere, so we look from outside before.
 */
export async function joinWindow(profile: string, address: string): Promise<Page> {
  for (let tries = 0; tries < 600; tries++) {
    const door = doorOf(profile)
    if (door !== undefined && (await shown(door.port)).includes(address)) {
      const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${door.port}${door.path}`)
      const page = browser.contexts()[0]?.pages()[0]
      if (page !== undefined) return page
      throw new Error('the browser shows a window and hides its page')
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`the browser shows no window at ${address}`)
}

/** Where a browser takes commands; `undefined` until it does. */
function doorOf(profile: string): { readonly port: string; readonly path: string } | undefined {
  const note = join(profile, 'DevToolsActivePort')
  const [port, path] = existsSync(note) ? readFileSync(note, 'utf8').split('\n') : []
  return port && path ? { port, path } : undefined
}

/** Addresses of a browser's pages, for whose asking nothing is attached to them. */
async function shown(port: string): Promise<readonly string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
  const targets = (await answer.json()) as readonly { readonly type: string; readonly url: string }[]
  return targets.filter(({ type }) => type === 'page').map(({ url }) => url)
}
