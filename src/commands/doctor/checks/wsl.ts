import type { Effects } from '../../../effects/effects.ts'
import type { Check } from '../check.ts'
import { type Finding, ok, warning } from '../finding.ts'

/** Two systems, one config.json: Docker Desktop names Windows programs that Linux may not find or run. */
export const wsl: Check = {
  id: 'wsl',
  title: 'Windows programs in WSL',
  group: 'This machine',
  async run(facts, effects) {
    if (!isWsl(effects)) return []
    const { config, path } = await facts.docker()
    const real = path === undefined ? '' : effects.files.resolve(path)
    const helpers = [config.credsStore, ...config.credHelpers.values()].filter(name => name.endsWith('.exe'))
    const found = [...withoutWindowsPath(helpers, effects), ...onWindows(real)]
    return found.length > 0 ? found : [ok('This is WSL; Docker’s configuration is its own')]
  },
}

function isWsl({ env, files }: Effects): boolean {
  if (env.platform !== 'linux') return false
  if (env.get('WSL_DISTRO_NAME')) return true
  return /microsoft/i.test(Buffer.from(files.read('/proc/version') ?? []).toString('utf8'))
}

function withoutWindowsPath(helpers: readonly string[], { env }: Effects): readonly Finding[] {
  const folders = (env.get('PATH') ?? '').split(':')
  if (helpers.length === 0 || folders.some(folder => folder.startsWith('/mnt/'))) return []
  return [
    warning('The PATH of Windows is not part of PATH here', {
      cause: `config.json names ${helpers.join(', ')}, which live in Windows; WSL was told not to append its PATH, or a program reset it`,
      mend: 'Set appendWindowsPath=true under [interop] in /etc/wsl.conf, then in Windows: wsl --shutdown',
    }),
  ]
}

function onWindows(path: string): readonly Finding[] {
  if (!path.startsWith('/mnt/')) return []
  return [
    warning("Docker's configuration is shared with Windows", {
      cause: `${path} lies there, and Docker Desktop on Windows rewrites it`,
      mend: 'export DOCKER_CONFIG=~/.docker-wsl',
    }),
  ]
}
