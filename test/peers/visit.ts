import { afterAll, beforeAll, describe, it } from 'vitest'
import type { IslandOptions } from './island/messages.ts'
import { type Island, openIsland } from './island/open-island.ts'
import { obstacle, type Peer } from './packages.ts'

export interface Visit extends Partial<IslandOptions> {
  /** Other people's programs the tests need, beyond what every island needs. */
  readonly peers: readonly Peer[]
}

/**
 * A group of tests on one island. Where a peer is missing they are skipped and say why; in CI, where
 * `install.ts` has installed everything, that is a failure.
 */
export function visit(
  name: string,
  { peers, ...options }: Visit,
  tests: (island: () => Island) => void,
): void {
  const reason = obstacle(peers)
  if (reason === undefined) {
    describe(name, () => {
      let island: Island | undefined
      beforeAll(async () => {
        island = await openIsland(options)
      })
      afterAll(() => island?.sink())
      tests(() => {
        if (island === undefined) throw new Error('The island is not open yet')
        return island
      })
    })
  } else if (process.env.CI === 'true') {
    it(name, () => {
      throw new Error(`In CI no peer may be missing: ${reason}`)
    })
  } else {
    console.warn(`skipped: ${name} (${reason})`)
    it.skip(`${name} (${reason})`, () => {})
  }
}
