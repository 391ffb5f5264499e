import type { SsoCredentials } from '../../auth/credentials.ts'
import type { DiscoveredIdentity, Discovery } from '../../auth/discovered.ts'
import { withOwnTime } from '../../auth/person-time.ts'
import {
  type Account,
  listAccountRoles,
  listAccounts,
  type PortalAccess,
} from '../../clients/aws/sso-portal.ts'
import type { Effects } from '../../effects/effects.ts'
import type { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { progressBar } from './progress-bar.ts'
import { withPortal } from './with-portal.ts'

/** Calls at a time: the portal throttles more, and then everybody waits. */
const callsAtATime = 6

/** Thousands of accounts take longer than a login may, milliseconds. */
const limitMs = 5 * 60_000

/** Every permission set that the session may use, in every account; what could not be listed is said. */
export async function discoverIdentities(session: SsoCredentials, effects: Effects): Promise<Discovery> {
  const unhurried = withOwnTime(effects, limitMs)
  const spinner = effects.terminal.spin('Looking for accounts')
  try {
    return await withPortal(
      { session },
      access => discoverAt(access, { effects: unhurried, spinner }),
      unhurried,
    )
  } finally {
    spinner.stop()
  }
}

interface Surroundings {
  readonly effects: Effects
  readonly spinner: ReturnType<Effects['terminal']['spin']>
}

interface Listed {
  readonly account: Account
  readonly roles: readonly string[] | Failure
}

async function discoverAt(access: PortalAccess, { effects, spinner }: Surroundings): Promise<Discovery> {
  const accounts = await listAccounts(access, effects)
  let done = 0
  const show = () =>
    spinner.update(
      `Looking for roles ${progressBar(done, accounts.length)} ${done} of ${accounts.length} accounts`,
    )
  show()
  const listed = await inParallel(accounts, async account => {
    const roles = await listAccountRoles({ access, accountId: account.id }, effects).catch(tolerated)
    done += 1
    show()
    return { account, roles }
  })
  return {
    identities: named(listed),
    skipped: listed.flatMap(({ account, roles }) =>
      isList(roles) ? [] : [{ account: `${account.name} (${account.id})`, failure: roles }],
    ),
  }
}

/** A session that has ended ends everything; one account that cannot be listed does not. */
function tolerated(thrown: unknown): Failure {
  const failure = toFailure(thrown)
  if (failure.code === 'login-required' || failure.code === 'internal') throw failure
  return failure
}

/** Two accounts of one name would take each other's identities; then the id stands for the name. */
function named(listed: readonly Listed[]): readonly DiscoveredIdentity[] {
  const count = new Map<string, number>()
  for (const { account } of listed) {
    const key = account.name.toLowerCase()
    count.set(key, (count.get(key) ?? 0) + 1)
  }
  return listed.flatMap(({ account, roles }) => {
    const first = count.get(account.name.toLowerCase()) === 1 ? account.name : account.id
    const kind = 'aws/permission-set'
    return isList(roles) ? roles.map(role => ({ name: `${first}/${role}`, kind, role, account })) : []
  })
}

function isList(roles: readonly string[] | Failure): roles is readonly string[] {
  return Array.isArray(roles)
}

/** Runs work on all items, a few at a time; results in the items' order. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(callsAtATime, items.length) }, worker))
  return results
}
