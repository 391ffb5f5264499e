import { describe, expect, it } from 'vitest'
import type { ChromeType } from '../browser.ts'
import { isAvailable, nodeBrowser, openers } from './browser.ts'

const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
  platform,
  home: '/home/me',
  get: (name: string) => env[name],
})

describe('a browser', () => {
  it.each<[NodeJS.Platform, Record<string, string>, boolean, boolean]>([
    ['linux', {}, false, false],
    ['linux', { DISPLAY: ':0' }, false, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, false, true],
    ['linux', {}, true, true],
    ['darwin', {}, false, true],
    ['win32', {}, false, true],
    ['darwin', { CI: 'true' }, false, false],
    ['darwin', { SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22' }, false, false],
    ['linux', { DISPLAY: 'localhost:10.0', SSH_TTY: '/dev/pts/1' }, false, false],
  ])('on %s with %j (WSL: %s) can be seen: %s', (platform, env, wsl, expected) => {
    expect(isAvailable(on(platform, env), wsl)).toBe(expected)
  })

  it.each<[NodeJS.Platform, boolean, string[]]>([
    ['darwin', false, ['open']],
    ['win32', false, ['rundll32.exe']],
    ['linux', false, ['xdg-open']],
    ['linux', true, ['wslview', 'rundll32.exe', 'xdg-open']],
  ])('is opened on %s (WSL: %s) by %j', (platform, wsl, expected) => {
    expect(openers(platform, wsl).map(({ command }) => command)).toEqual(expected)
  })

  it.each(['file:///etc/passwd', '--help', 'javascript:alert(1)'])('never opens %s', async address => {
    expect(await nodeBrowser(on('linux'), () => undefined).open(address)).toBe(false)
  })

  it.each<[NodeJS.Platform, string[], ChromeType | undefined, string | undefined]>([
    ['linux', ['chromium', 'microsoft-edge', 'google-chrome'], undefined, 'google-chrome'],
    ['linux', ['chromium', 'microsoft-edge'], undefined, 'microsoft-edge'],
    ['linux', ['chromium', 'google-chrome'], 'chromium', 'chromium'],
    ['linux', ['firefox'], undefined, undefined],
    ['linux', ['google-chrome'], 'msedge', undefined],
    [
      'darwin',
      ['/home/me/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
      undefined,
      '/home/me/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    [
      'win32',
      ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
      undefined,
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
  ])('that can be driven is found on %s among %j (%s): %s', (platform, installed, type, expected) => {
    const find = (program: string) => (installed.includes(program) ? program : undefined)
    const surroundings = on(platform, { PROGRAMFILES: 'C:\\Program Files' })
    expect(nodeBrowser(surroundings, find).chrome(type)).toBe(expected)
  })

  it('apart from the others needs one that can be driven', async () => {
    const apart = nodeBrowser(on('linux'), () => undefined).openApart('https://example.com', '/tmp/x')
    expect(await apart).toBe(false)
  })
})
