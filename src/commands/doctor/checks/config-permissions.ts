import { shellWord } from '../../shell-word.ts'
import type { Check } from '../check.ts'
import { ok, warning } from '../finding.ts'

/** Logins in `auths` are only encoded: whoever may read the file may use them. */
export const configPermissions: Check = {
  id: 'config-permissions',
  title: 'Who may read config.json',
  group: 'Docker',
  async run(facts, { env }) {
    const { path, file, config } = await facts.docker()
    if (path === undefined || file === undefined || env.platform === 'win32') return []
    const open = file.mode & 0o077
    const hasLogins = [...config.auths.values()].some(
      entry => entry.password !== '' || entry.identityToken !== '',
    )
    if (open === 0 || !hasLogins) return [ok('The logins in config.json are not open to other users')]
    return [
      warning(`${path} is open to other users, and holds logins`, {
        cause: `its permissions are ${file.mode.toString(8).padStart(3, '0')}`,
        mend: `chmod 600 ${shellWord(path)}`,
      }),
    ]
  },
}
