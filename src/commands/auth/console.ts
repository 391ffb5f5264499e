import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { AwsCredentials } from '../../auth/credentials.ts'
import { foldersOf } from '../../auth/folders.ts'
import type { Plan } from '../../auth/plan.ts'
import type { Secret } from '../../auth/secret.ts'
import { consoleWords } from '../../aws/console-pages.ts'
import { consoleUrl } from '../../aws/console-url.ts'
import { isContinuousIntegration } from '../../cli/continuous-integration.ts'
import { Failure } from '../../errors/failure.ts'
import { nearest } from '../../errors/nearest.ts'
import type { Context } from '../context.ts'
import { regionOf } from '../identity/plan-facts.ts'
import { openSession, type Session, settledPlan, tellNotes, walkPlan } from '../session.ts'
import { askedIdentity } from './asked-identity.ts'
import type { ConsoleFlags } from './console.command.ts'
import { consoleSeconds } from './console-duration.ts'
import { sayConsole } from './console-report.ts'
import { openPrivately } from './open-privately.ts'

/** `atmos auth console`: signs a browser in to the AWS console as an identity. */
export async function openConsole(this: Context, flags: ConsoleFlags, name?: string): Promise<void> {
  const wish = flags.destination ?? ''
  mustBePage(wish)
  const session = await openSession(this)
  const identity = await askedIdentity({ name, flag: flags.identity }, session)
  const plan = await settledPlan(session, identity.name)
  const duration = consoleSeconds({ asked: flags.duration, plan }, session.auth)
  const credentials = await awsCredentials(plan, session)
  const destination = consoleUrl(wish, credentials) ?? wish
  const issuer = flags.issuer ?? 'atmos'
  const durationSeconds = duration.seconds
  const { catalog, effects } = session
  const address = await catalog.consoleAddress({ credentials, destination, issuer, durationSeconds }, effects)
  if (duration.note !== undefined) this.voice.warn(duration.note)
  if (flags.printOnly === true) effects.terminal.data(`${address.expose()}\n`)
  else {
    sayConsole(this, { plan, credentials, destination, duration })
    await show(this, session, { address, flags, plan })
  }
  tellNotes(this, session)
}

/** Said before anybody signs in for nothing. */
function mustBePage(wish: string): void {
  if (consoleUrl(wish, {}) !== undefined) return
  const close = nearest(wish, consoleWords)
  throw new Failure({
    code: 'usage',
    what: `There is no page of the console called ${wish}`,
    why: `--destination takes a web address, or a word like ${consoleWords.slice(0, 12).join(', ')}`,
    next: close === undefined ? 'Use a word above, or https://…' : `Did you mean ${close}?`,
    details: { known: consoleWords },
  })
}

async function awsCredentials(plan: Plan, session: Session): Promise<AwsCredentials> {
  const credentials = await walkPlan(plan, session)
  if (credentials.type !== 'aws') {
    throw new Failure({
      code: 'chain-mismatch',
      what: `Identity ${plan.target} cannot open the console`,
      why: 'it has no AWS credentials of its own',
      next: 'Use --identity NAME with an identity that has',
    })
  }
  const region = credentials.region ?? regionOf(plan)
  return region === undefined ? credentials : { ...credentials, region }
}

interface Shown {
  readonly address: Secret
  readonly flags: ConsoleFlags
  readonly plan: Plan
}

/** Opens the address where a person can see it, else prints it. */
async function show(context: Context, session: Session, { address, flags, plan }: Shown): Promise<void> {
  const { effects, auth } = session
  const { browser, env, files, terminal } = effects
  const print = () => terminal.data(`${address.expose()}\n`)
  if (flags.noOpen === true || isContinuousIntegration(env) || !browser.available) return print()
  const isolated = flags.isolated ?? auth.isolatedConsole
  const folder = isolated ? consoleFolder(plan, session) : undefined
  if (folder !== undefined) files.makeFolder(folder)
  const open = (url: string) => (folder === undefined ? browser.open(url) : browser.openApart(url, folder))
  if (await openPrivately({ address, open }, effects)) return
  const missing = isolated && browser.chrome() === undefined
  const why = missing
    ? 'No Chrome is installed that could be isolated'
    : 'The browser did not come for the page'
  context.voice.warn(`${why}; open this address yourself within 15 minutes:`)
  print()
}

/** Where Atmos keeps the browser of an identity, too. */
function consoleFolder({ realm, target }: Plan, { effects }: Session): string {
  const digest = createHash('sha256')
    .update(`${realm ?? 'default'}/${target}`)
    .digest('hex')
    .slice(0, 16)
  return join(foldersOf(effects).data(), 'console', 'sessions', digest)
}
