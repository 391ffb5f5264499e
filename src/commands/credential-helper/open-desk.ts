import type { Catalog } from '../../auth/kind.ts'
import { readSettings } from '../../cli/settings.ts'
import { recordInputs } from '../../config/record-inputs.ts'
import type { Effects } from '../../effects/effects.ts'
import { registryTokens } from '../../stores/registry-tokens.ts'
import type { Desk } from './desk.ts'
import { readRegistration } from './registration.ts'
import { unattended } from './unattended.ts'

/** Variables among those of the settings that decide which configuration is read. */
const decisive = ['ATMOS_CHDIR', 'ATMOS_BASE_PATH', 'ATMOS_CONFIG', 'ATMOS_CONFIG_PATH', 'ATMOS_PROFILE']

/** What the helper works with, from the outside it was started in. @param outside with a deadline */
export async function openDesk(
  outside: Effects,
  catalog: () => Promise<Catalog>,
  tell: Desk['tell'],
): Promise<Desk> {
  const settings = readSettings({}, outside.env)
  const effects = unattended(outside)
  const recording = recordInputs(effects)
  for (const name of decisive) recording.effects.env.get(name)
  return {
    effects,
    catalog: await catalog(),
    settings,
    registration: readRegistration(recording.effects),
    recording,
    tokens: registryTokens(effects),
    tell,
  }
}
