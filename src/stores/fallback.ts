import { Failure } from '../errors/failure.ts'
import { meansAbsent, type Vault } from './vault.ts'

export interface FallbackParts {
  /** In the order of preference. */
  readonly vaults: readonly Vault[]
  /** Told about each vault that cannot be used, except those that simply are not there. */
  readonly tell: (failure: Failure) => void
  /** Called when no vault could keep a text; may throw. */
  readonly notKept?: (last: Failure | undefined) => void
  /** Called when nothing was found although a vault could not be asked; may throw. */
  readonly notAsked?: (failure: Failure) => void
}

/**
 * Several vaults as one: the first that works keeps a text, and all are asked for it. One that fails is not
 * asked again: whoever dismissed one prompt has answered the next one too.
 */
export function fallbackVault({ vaults, tell, notKept, notAsked }: FallbackParts): Vault {
  const broken = new Map<Vault, Failure>()
  const untold: Failure[] = []
  const attempt = async <T>(vault: Vault, act: (vault: Vault) => Promise<T>): Promise<T | undefined> => {
    if (broken.has(vault)) return undefined
    try {
      return await act(vault)
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      broken.set(vault, thrown)
      if (!meansAbsent(thrown)) untold.push(thrown)
      return undefined
    }
  }
  const first = async <T>(act: (vault: Vault) => Promise<T | undefined>): Promise<T | undefined> => {
    for (const vault of vaults) {
      const answer = await attempt(vault, act)
      if (answer !== undefined) return answer
    }
    return undefined
  }
  // What a callback throws is told by whoever catches it.
  const tellRest = (): void => untold.splice(0).forEach(tell)
  return {
    place: vaults.map(vault => vault.place).join(', else '),
    get: async key => {
      const text = await first(vault => vault.get(key))
      const locked = [...broken.values()].find(failure => !meansAbsent(failure))
      if (text === undefined && locked !== undefined) notAsked?.(locked)
      tellRest()
      return text
    },
    set: async (key, text) => {
      const kept = await first(vault => vault.set(key, text).then(() => true as const))
      if (kept === undefined) notKept?.([...broken.values()].at(-1))
      tellRest()
    },
    remove: async key => {
      const removed = await oneByOne(vaults, vault => attempt(vault, one => one.remove(key)))
      tellRest()
      return removed.includes(true)
    },
    list: async () => {
      const keys = await oneByOne(vaults, vault => attempt(vault, async one => await one.list?.()))
      return [...new Set(keys.flatMap(some => some ?? []))]
    },
  }
}

/** Two prompts at once confuse. */
async function oneByOne<T>(vaults: readonly Vault[], act: (vault: Vault) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (const vault of vaults) answers.push(await act(vault))
  return answers
}
