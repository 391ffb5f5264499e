import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { foldersOf } from '../../../auth/folders.ts'
import { whileAPersonDecides } from '../../../auth/person-time.ts'
import type { Secret } from '../../../auth/secret.ts'
import type { Effects, Needs } from '../../../effects/effects.ts'
import { forgetFolder } from '../../sign-in/forget-folder.ts'
import { personMs } from '../../sign-in/limits.ts'
import { takeTurn } from '../../sign-in/turn.ts'
import type { SamlSpec } from './saml.ts'
import { askForHandover, handedOver, handOver } from './saml-handover.ts'
import type { SamlSignIn, SamlWay } from './saml-way.ts'

/**
 * Signs a person in at the identity provider, in a window of an installed Chrome or, where the configuration
 * names an address of this machine, in any browser. Processes that want the same sign-in at the same time share
 * one.
 */
export async function samlByPerson(
  { name, spec }: Pick<SamlSignIn, 'name' | 'spec'>,
  effects: Effects,
): Promise<Secret> {
  const { host } = new URL(spec.url)
  const folder = folderFor(spec.url, effects)
  const way = await wayFor({ name, spec, host, folder, limitMs: personMs }, effects)
  const since = effects.clock.now()
  const onWait = () => askForHandover(folder, effects)
  const release = await takeTurn({ path: folder, subject: host, onWait }, effects)
  try {
    effects.files.makeFolder(folder)
    const shared = handedOver(folder, { since }, effects)
    if (shared !== undefined) return shared
    const response = await whileAPersonDecides(() => way(effects), effects)
    handOver(folder, response, effects)
    return response
  } finally {
    release()
  }
}

async function wayFor(signIn: SamlSignIn, effects: Effects): Promise<SamlWay> {
  const callback = signIn.spec.spec?.callback_url
  if (callback === undefined) return (await import('./saml-window.ts')).samlInWindow(signIn, effects)
  return (await import('./saml-loopback.ts')).samlByLoopback(signIn, new URL(callback), effects)
}

/**
 * Forgets the browser window, and with it that the identity provider knows the person.
 * @returns whether there was one
 */
export async function forgetSaml({ url }: Pick<SamlSpec, 'url'>, effects: Effects): Promise<boolean> {
  const folder = folderFor(url, effects)
  if (effects.files.list(folder).length === 0) return false
  const release = await takeTurn({ path: folder, subject: new URL(url).host }, effects)
  const removed = forgetFolder(folder, effects)
  release()
  return removed
}

function folderFor(url: string, effects: Needs<'env'>): string {
  const fingerprint = createHash('sha256').update(url).digest('hex').slice(0, 16)
  return join(foldersOf(effects).state(), 'saml', fingerprint)
}
