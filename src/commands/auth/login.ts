import type { CredentialStore } from '../../auth/store.ts'
import type { Context } from '../context.ts'
import { excluded } from '../excluded.ts'
import { authenticate } from '../identity/authenticate.ts'
import { chooseIdentity } from '../identity/choose-identity.ts'
import { onceMore, storedOf } from '../identity/once-more.ts'
import { provisionLinked } from '../registry-login/provision-linked.ts'
import { openSession, type Session, tellNotes } from '../session.ts'
import { refuseGivenTwice } from './asked-identity.ts'
import type { LoginFlags } from './login.command.ts'
import { arnOf, reportIdentity } from './login-report.ts'
import { onceOf } from './once-of.ts'
import { loginToProvider, providerToLogInTo } from './provider-login.ts'

/** `atmos auth login`: becomes an identity, then logs in to the registries linked to it. */
export async function login(this: Context, flags: LoginFlags, name?: string): Promise<void> {
  refuseExclusive(flags, name)
  const session = await openSession(this)
  const provider = await providerToLogInTo(session, {
    provider: flags.provider,
    identity: name ?? flags.identity,
  })
  if (provider === undefined) await loginToIdentity(this, session, { flags, name })
  else await loginToProvider(this, session, { provider, flags })
  tellNotes(this, session)
}

async function loginToIdentity(
  context: Context,
  session: Session,
  { flags, name }: { readonly flags: LoginFlags; readonly name: string | undefined },
): Promise<void> {
  const wish = {
    named: name ?? flags.identity,
    fromEnvironment: session.effects.env.get('ATMOS_IDENTITY'),
    tags: flags.tags ?? [],
  }
  const identity = await chooseIdentity(wish, session)
  const once = onceOf(flags)
  const become = async (store: CredentialStore) => {
    const becoming = { identity: identity.name, once, expectedAccounts: [flags.expectAccount] }
    const authenticated = await authenticate(becoming, { ...session, store })
    const reports = await provisionLinked({ authenticated, expectedAccount: flags.expectAccount }, session)
    return { authenticated, reports, arn: await arnOf(context, session, { authenticated, reports }) }
  }
  const outcome = await onceMore(storedOf(identity.name, session), become, ({ reports }) => reports)
  reportIdentity(context, outcome, flags.format ?? 'text')
}

function refuseExclusive(
  { identity, provider, webflow, expectAccount }: LoginFlags,
  name: string | undefined,
): void {
  refuseGivenTwice({ name, flag: identity })
  if (provider === undefined) return
  if ((name ?? identity) !== undefined) throw excluded('--provider', 'an identity')
  if (webflow === true) throw excluded('--provider', '--webflow')
  if (expectAccount !== undefined)
    throw excluded('--provider', '--expect-account', { why: 'signing in to a provider chooses no account' })
}
