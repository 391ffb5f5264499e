import { publicHosts } from '../../../docker/registry-host.ts'
import { placeWords } from '../../../sinks/docker/place-words.ts'
import { readLedger } from '../../../sinks/ledger.ts'
import { isOver, loginsIn, takeBackLogins } from '../../../sinks/take-back-logins.ts'
import type { Context } from '../../context.ts'

/**
 * Takes our own expired logins for ECR Public back after a new one could not be had: with them pulls would fail
 * that pass without any login.
 */
export async function dropExpiredPublic({ effects, voice }: Context): Promise<void> {
  const now = effects.clock.now()
  const expired = loginsIn(await readLedger(effects)).filter(
    entry => publicHosts.includes(entry.undo.registry) && isOver(entry, now),
  )
  for (const { entry, outcome } of await takeBackLogins(expired, effects)) {
    const { registry, place } = entry.undo
    if (outcome === 'removed') {
      voice.warn(
        `Removed the expired login for ${registry} from ${placeWords(place)}: pulls without a login pass again`,
      )
    }
  }
}
