import { findProvider } from '../../auth/lookup.ts'
import { counted } from '../../cli/counted.ts'
import { formatDuration } from '../../cli/duration.ts'
import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { type Session, settledProviderPlan, walkPlan } from '../session.ts'
import { discoverIdentities } from './discover-identities.ts'
import type { LoginFlags } from './login.command.ts'
import { onceOf } from './once-of.ts'

/**
 * The provider to sign in to: the one that was named, or the only thing there is when no identity exists. An
 * identity that cannot be determined is never replaced by a provider.
 * @returns `undefined` when an identity is what was asked for
 */
export async function providerToLogInTo(
  { auth, effects }: Session,
  asked: { readonly provider: string | undefined; readonly identity: string | undefined },
): Promise<string | undefined> {
  if (asked.provider !== undefined) return findProvider(auth, asked.provider).name
  if (asked.identity !== undefined || auth.identities.length > 0 || auth.providers.length === 0)
    return undefined
  const names = auth.providers.map(provider => provider.name)
  if (names.length === 1) return names[0]
  if (!effects.terminal.canAsk) {
    throw new Failure({
      code: 'no-default-identity',
      what: 'No identity is configured, and there is more than one provider',
      why: `choose from: ${names.join(', ')}`,
      next: 'Use --provider NAME',
    })
  }
  const choices = auth.providers.map(({ name, kind }) => ({ value: name, label: name, hint: kind }))
  const chosen = await effects.terminal.choose('No identities configured. Select a provider:', choices)
  if (chosen === undefined) throw new Failure({ code: 'interrupted', what: 'No provider was chosen' })
  return chosen
}

/** Signs in to a provider; one that shall find its identities does so, and they are kept for the next runs. */
export async function loginToProvider(
  context: Context,
  session: Session,
  { provider, flags }: { readonly provider: string; readonly flags: LoginFlags },
): Promise<void> {
  const plan = await settledProviderPlan(session, provider, onceOf(flags))
  const credentials = await walkPlan(plan, session)
  const { expiresAt } = credentials
  const isText = flags.format !== 'json'
  if (isText) saySignedIn(context, { provider, expiresAt })
  const found = await discoverIdentities(plan, credentials, session)
  for (const { account, failure } of found?.skipped ?? []) {
    context.voice.warn(`The roles of ${account} could not be listed: ${failure.message}`)
  }
  const identities = found?.identities.map(({ name }) => name)
  if (!isText) {
    const until = expiresAt === undefined ? undefined : new Date(expiresAt).toISOString()
    context.effects.terminal.data(`${JSON.stringify({ provider, expiresAt: until, identities })}\n`)
  } else if (identities !== undefined) {
    context.voice.success(
      `Found ${counted(identities.length, 'identity', 'identities')} in ${provider}; see them with: atmos auth list`,
    )
  }
}

function saySignedIn(
  { voice, effects }: Context,
  { provider, expiresAt }: { readonly provider: string; readonly expiresAt: number | undefined },
): void {
  const left =
    expiresAt === undefined ? '' : ` (expires in ${formatDuration(expiresAt - effects.clock.now())})`
  voice.success(`Signed in to ${provider}${left}`)
}
