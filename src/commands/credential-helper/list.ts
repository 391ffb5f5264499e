import { decodeList, encodeList } from '../../docker/helper-protocol.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { openSource, sourcesFrom } from './configurations.ts'
import type { Answer, Desk } from './desk.ts'
import { passOn } from './pass-on.ts'
import { refusal } from './refusal.ts'
import { servings } from './who-serves.ts'

/** The user name of every login for ECR. */
const username = 'AWS'

/**
 * `list`: every host there is a login for, without asking AWS. Docker's classic builder asks `get` for all of
 * them. A configuration that cannot be read hides its own hosts only.
 */
export async function list(desk: Desk): Promise<Answer> {
  const { registration, tokens } = desk
  const elsewhere = await listElsewhere(desk)
  const ours = [...registration.registries.map(({ host }) => host), ...tokens.givenHosts()]
  const sources = sourcesFrom(registration, desk.settings, desk.effects.env)
  let refused: Answer | undefined
  for (const source of sources) {
    try {
      const open = await openSource(source, { ...desk, reading: desk.effects })
      ours.push(...(await servings(open)).flatMap(({ hosts }) => hosts ?? []))
    } catch (thrown) {
      refused ??= refusal(toFailure(thrown), 'Could not tell which registries there are logins for', desk)
    }
  }
  const all = new Map([...elsewhere, ...ours.map(host => [host, username] as const)])
  return refused !== undefined && all.size === 0 ? refused : { exitCode: 0, stdout: `${encodeList(all)}\n` }
}

/** What the store that Docker had before us holds. */
async function listElsewhere(desk: Desk): Promise<ReadonlyMap<string, string>> {
  const answer = await passOn('list', 'unused', desk)
  return (answer?.exitCode === 0 ? decodeList(answer.stdout) : undefined) ?? new Map()
}
