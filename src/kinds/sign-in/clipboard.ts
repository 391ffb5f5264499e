import type { Needs } from '../../effects/effects.ts'
import { isOverSsh } from './over-ssh.ts'

interface Copier {
  readonly command: string
  readonly args: readonly string[]
}

/**
 * Puts a text on the clipboard of whoever sits in front of this machine, where there is one. Never for secrets:
 * every program of the desktop can read it there.
 * @returns whether it is there now
 */
export async function copyToClipboard(text: string, effects: Needs<'env' | 'processes'>): Promise<boolean> {
  const { processes } = effects
  for (const { command, args } of copiers(effects)) {
    if (processes.find(command) === undefined) continue
    try {
      const { exitCode } = await processes.run({ command, args, input: text, timeoutMs: 1000 })
      if (exitCode === 0) return true
    } catch {
      // A sign-in does not fail for want of a clipboard.
    }
  }
  return false
}

function copiers({ env }: Needs<'env'>): readonly Copier[] {
  if (isOverSsh({ env })) return []
  if (env.platform === 'darwin') return [{ command: 'pbcopy', args: [] }]
  if (env.platform === 'win32') return [{ command: 'clip.exe', args: [] }]
  return [
    ...(env.get('WAYLAND_DISPLAY') ? [{ command: 'wl-copy', args: [] }] : []),
    ...(env.get('DISPLAY')
      ? [
          { command: 'xclip', args: ['-selection', 'clipboard'] },
          { command: 'xsel', args: ['--clipboard', '--input'] },
        ]
      : []),
    ...(env.get('WSL_DISTRO_NAME') ? [{ command: 'clip.exe', args: [] }] : []),
  ]
}
