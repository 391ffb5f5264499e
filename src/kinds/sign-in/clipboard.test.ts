import { describe, expect, it } from 'vitest'
import { person } from '../../../test/doubles/person.ts'
import type { FakeProgram } from '../../../test/doubles/processes.ts'
import { copyToClipboard } from './clipboard.ts'

const fine: FakeProgram = () => ({})
const broken: FakeProgram = () => ({ exitCode: 1 })
const nobody = async () => ({ status: 500, headers: {}, body: '' })

interface Machine {
  readonly env?: Readonly<Record<string, string>>
  readonly platform?: NodeJS.Platform
  readonly programs: Readonly<Record<string, FakeProgram>>
}

function machine({ env = {}, platform = 'linux', programs }: Machine) {
  const one = person({ http: nobody, env, programs })
  return { ...one, env: { ...one.env, platform } }
}

describe('the clipboard', () => {
  it.each<[string, Machine, string | undefined]>([
    ['of a Mac', { platform: 'darwin', programs: { pbcopy: fine } }, 'pbcopy'],
    ['of Windows', { platform: 'win32', programs: { 'clip.exe': fine } }, 'clip.exe'],
    ['of Wayland', { env: { WAYLAND_DISPLAY: 'w' }, programs: { 'wl-copy': fine, xclip: fine } }, 'wl-copy'],
    ['of X11', { env: { DISPLAY: ':0' }, programs: { 'wl-copy': fine, xclip: fine } }, 'xclip'],
    ['of X11, the other program', { env: { DISPLAY: ':0' }, programs: { xsel: fine } }, 'xsel'],
    [
      'of X11, after one that failed',
      { env: { DISPLAY: ':0' }, programs: { xclip: broken, xsel: fine } },
      'xsel',
    ],
    ['of Windows, from WSL', { env: { WSL_DISTRO_NAME: 'd' }, programs: { 'clip.exe': fine } }, 'clip.exe'],
    ['that is not there', { env: { DISPLAY: ':0' }, programs: {} }, undefined],
    ['without a screen', { programs: { xclip: fine } }, undefined],
    [
      'of the far end of SSH',
      { env: { SSH_TTY: 't', DISPLAY: ':10' }, programs: { xclip: fine } },
      undefined,
    ],
    ['that fails', { env: { DISPLAY: ':0' }, programs: { xclip: broken } }, undefined],
  ])('%s', async (_, given, program) => {
    const one = machine(given)
    expect(await copyToClipboard('ABCD-EFGH', one)).toBe(program !== undefined)
    const used = one.processes.calls.at(-1)
    if (program !== undefined) expect(used).toMatchObject({ command: program, input: 'ABCD-EFGH' })
    expect(JSON.stringify(one.processes.calls.map(({ args }) => args))).not.toContain('ABCD')
  })
})
