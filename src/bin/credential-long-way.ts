import { runHelper } from '../commands/credential-helper/run-helper.ts'
import { nodeEffects } from '../effects/node/effects.ts'

/** What `docker-credential-atmos` does when it has no answer at hand. */
export async function longWay(argv: readonly string[], input: string): Promise<void> {
  const catalog = async () => (await import('../kinds/catalog.ts')).catalog
  process.exitCode = await runHelper({ argv, input, effects: nodeEffects(), catalog })
  // A program that a profile started, and that hung beyond the time limit, may still run: nobody waits for that.
  setTimeout(() => process.exit(), 50).unref()
}
