import type { IntegrationEntry } from '../../../auth/auth-config.ts'
import { authenticate } from '../../identity/authenticate.ts'
import { onceMore, storedOf } from '../../identity/once-more.ts'
import type { RegistryReport } from '../../registry-login/deliver.ts'
import { originOfIdentity } from '../../registry-login/login-origin.ts'
import { provision } from '../../registry-login/provision.ts'
import type { Session } from '../../session.ts'
import type { LoginWishes } from './login-wishes.ts'

interface ByEntries extends LoginWishes {
  readonly entries: readonly IntegrationEntry[]
  readonly identity: string
}

/** Logs in to what integrations serve. Nobody becomes the identity where every login is still good. */
export async function logInByEntries(
  { entries, identity, ifNeeded, ...wishes }: ByEntries,
  session: Session,
): Promise<readonly RegistryReport[]> {
  const run = (chosen: readonly IntegrationEntry[]) =>
    onceMore(
      storedOf(identity, session),
      async store => {
        const expectedAccounts = [wishes.expectedAccount, commonAccount(chosen)]
        const authenticated = await authenticate({ identity, expectedAccounts }, { ...session, store })
        return await provision({ entries: chosen, authenticated, ...wishes }, session)
      },
      reports => reports,
    )
  if (!ifNeeded) return await run(entries)
  const { entryItems } = await import('../../registry-login/entry-items.ts')
  const { onlyIfNeeded } = await import('../../registry-login/if-needed.ts')
  return await onlyIfNeeded(
    {
      items: await entryItems(entries, session),
      origin: await originOfIdentity(identity, session),
      sink: wishes.sink,
      logIn: items => run(items.map(({ entry }) => entry)),
    },
    session.effects,
  )
}

/** The account that all of them expect: in any other, nobody needs to be become. */
function commonAccount([first, ...rest]: readonly IntegrationEntry[]): string | undefined {
  const account = first?.expectedAccount
  return rest.every(({ expectedAccount }) => expectedAccount === account) ? account : undefined
}
