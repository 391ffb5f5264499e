import type { SsoPortal } from '../../auth/credentials.ts'
import { pathsOf } from '../../auth/folders.ts'
import type { Needs } from '../../effects/effects.ts'
import { type NamedSession, readNamedSessions } from './aws-config.ts'
import { readText } from './cache-files.ts'
import { isOf } from './portal-key.ts'

/** The AWS CLI's own name for a portal: the one asked for, else the first with its start URL and Region. */
export function namedSession(
  portal: SsoPortal,
  { files, env }: Needs<'files' | 'env'>,
): NamedSession | undefined {
  const path = env.get('AWS_CONFIG_FILE') || (env.home && pathsOf(env).join(env.home, '.aws', 'config'))
  const content = path ? readText(path, { files }) : undefined
  const all = readNamedSessions(content ?? '')
  if (portal.sessionName !== undefined) return all.find(({ name }) => name === portal.sessionName)
  return all.find(session => isOf(session, portal))
}
