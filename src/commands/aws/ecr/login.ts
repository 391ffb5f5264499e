import { Failure } from '../../../errors/failure.ts'
import type { Context } from '../../context.ts'
import type { RegistryReport } from '../../registry-login/deliver.ts'
import { reportLogins } from '../../registry-login/report-logins.ts'
import { chooseSink } from '../../registry-login/sink.ts'
import { ambientLogin } from './ambient-login.ts'
import type { EcrLoginFlags } from './login.command.ts'
import { type LoginMode, loginMode } from './login-mode.ts'
import type { LoginWishes } from './login-wishes.ts'
import { refuseExclusive } from './login-words.ts'

/** `atmos aws ecr login`: fetches logins and puts them where Docker looks, or where `--to` says. */
export async function login(this: Context, flags: EcrLoginFlags, name?: string): Promise<void> {
  const mode = loginMode(flags, name)
  const sink = await chooseSink(flags)
  refuseExclusive(flags, sink)
  const { format = 'text', ifNeeded = false, verify = false, optional = false } = flags
  const wish = { mode, sink, expectedAccount: flags.expectAccount, ifNeeded, verify, optional }
  if (flags.watch) {
    const { watch } = await import('./watch.ts')
    const logIn = ({ first }: { first: boolean }) => carryOut(this, { ...wish, ifNeeded: first && ifNeeded })
    await watch(this, { format, logIn })
  } else reportLogins(this, { reports: await carryOut(this, wish), format })
}

interface Wish extends LoginWishes {
  readonly mode: LoginMode
  readonly optional: boolean
}

/** A login that fails must not leave an expired one for ECR Public behind: it would spoil anonymous pulls. */
async function carryOut(context: Context, wish: Wish): Promise<readonly RegistryReport[]> {
  try {
    const reports = await logIn(context, wish)
    if (reports.some(({ outcome }) => outcome instanceof Failure)) await tidyUp(context)
    return reports
  } catch (thrown) {
    await tidyUp(context)
    if (!wish.optional || !isWithoutCredentials(thrown)) throw thrown
    sayLeftOut(context, thrown)
    return []
  }
}

async function tidyUp(context: Context): Promise<void> {
  const { dropExpiredPublic } = await import('./expired-public.ts')
  await dropExpiredPublic(context)
}

/** Says why an optional login was left out. */
function sayLeftOut({ voice }: Context, { message, what }: Failure): void {
  const why = message.includes('\n') ? what : message
  voice.warn(`Not logged in to public.ecr.aws, pulls go on without a login: ${why}`)
}

function isWithoutCredentials(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && (thrown.code === 'no-credentials' || thrown.code === 'login-required')
}

/** The configuration's half is loaded only when it is asked for. */
async function logIn(context: Context, { mode, ...wishes }: Wish): Promise<readonly RegistryReport[]> {
  if (mode.type === 'hosts' && mode.identity === undefined) {
    return await ambientLogin(context, mode.hosts, wishes)
  }
  return await (await import('./configured-login.ts')).configuredLogin(context, mode, wishes)
}
