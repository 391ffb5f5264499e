import type { Needs } from '../effects/effects.ts'
import { type Discovery, discoveredFile } from './discovered.ts'
import { discoveredYaml } from './discovered-yaml.ts'
import { editFile } from './edit-file.ts'

/**
 * Keeps what a provider offers as configuration for the next runs. @returns the file
 * @throws Failure `file-unwritable`
 */
export async function keepDiscovered(
  { provider, identities }: { readonly provider: string } & Pick<Discovery, 'identities'>,
  effects: Needs<'files' | 'env' | 'clock'>,
): Promise<string> {
  const path = discoveredFile(provider, effects)
  const text = discoveredYaml(provider, { identities, at: effects.clock.now() })
  await editFile({ path, change: () => new TextEncoder().encode(text) }, effects)
  return path
}

/** Forgets what a provider offered. @returns whether there was something */
export async function forgetDiscovered(
  provider: string,
  effects: Needs<'files' | 'env' | 'clock'>,
): Promise<boolean> {
  return await editFile({ path: discoveredFile(provider, effects), change: () => undefined }, effects)
}
