import { join } from 'node:path'
import { isRecord, parseJson } from '../../../auth/parse-json.ts'
import { Secret } from '../../../auth/secret.ts'
import type { Needs } from '../../../effects/effects.ts'

/** AWS takes a response several times, for five minutes; one that is older helps nobody. */
const lifeMs = 4 * 60_000

/** Notes that somebody waits for the sign-in of another process, which may not have come to making the folder. */
export function askForHandover(folder: string, { files }: Needs<'files'>): void {
  files.makeFolder(folder)
  files.replace(join(folder, 'wanted'), '')
}

/** Leaves a response for the processes that wait for the same sign-in, if any. Called under its lock. */
export function handOver(folder: string, response: Secret, { files, clock }: Needs<'files' | 'clock'>): void {
  if (!files.remove(join(folder, 'wanted'))) return
  const content = JSON.stringify({ savedAt: clock.now(), response: response.expose() })
  files.replace(pathIn(folder), content, { tighten: true })
}

/** The response that another process got while this one waited for it. Removes one that is too old. */
export function handedOver(
  folder: string,
  { since }: { readonly since: number },
  { files, clock }: Needs<'files' | 'clock'>,
): Secret | undefined {
  const bytes = files.read(pathIn(folder))
  if (bytes === undefined) return undefined
  const left = parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(left) || typeof left.savedAt !== 'number' || typeof left.response !== 'string')
    return undefined
  const age = clock.now() - left.savedAt
  if (age > lifeMs || age < 0) files.remove(pathIn(folder))
  return left.savedAt >= since && age >= 0 && age <= lifeMs ? new Secret(left.response) : undefined
}

function pathIn(folder: string): string {
  return join(folder, 'response.json')
}
