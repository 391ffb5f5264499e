import type { IdentityEntry } from '../../../auth/auth-config.ts'
import { whileAPersonDecides } from '../../../auth/person-time.ts'
import { Failure } from '../../../errors/failure.ts'
import { readLongLivedKeys, writeLongLivedKeys } from '../../../stores/long-lived-keys.ts'
import type { Context } from '../../context.ts'
import { keyOwner } from '../../identity/kept-keys.ts'
import { openSession, tellNotes } from '../../session.ts'
import { factOf } from '../written-facts.ts'
import { askKeys } from './ask-keys.ts'
import { chooseUser } from './choose-user.ts'
import type { ConfigureFlags } from './configure.command.ts'

/** `atmos auth user configure`: asks for the keys of an IAM user and stores them. */
export async function configure(this: Context, flags: ConfigureFlags): Promise<void> {
  const session = await openSession(this)
  const { effects, vaults } = session
  if (!effects.terminal.canAsk) {
    throw needsTerminal(flags.identity ? (await chooseUser(flags.identity, session)).name : 'NAME')
  }
  const identity = await whileAPersonDecides(() => chooseUser(flags.identity, session), effects)
  const written = writtenFacts(identity)
  for (const [label, value] of written.shown) this.voice.note(`${label} stands in atmos.yaml: ${value}`)
  if (written.hasKeys) {
    this.voice.note(`The keys of ${identity.name} stand in atmos.yaml, which wins over what is stored`)
    return
  }
  const owner = keyOwner(session.auth, identity.name)
  const before = await readLongLivedKeys(vaults.longLived, owner)
  if (before !== undefined) this.voice.note(`This takes the place of the keys stored for ${identity.name}`)
  const form = { before, written, complain: (text: string) => this.voice.warn(text) }
  const keys = await whileAPersonDecides(() => askKeys(form, effects.terminal), effects)
  await writeLongLivedKeys(vaults.longLived, owner, keys)
  this.voice.success(`Stored the keys of ${identity.name} in ${vaults.longLived.place}`)
  tellNotes(this, session)
}

/** What the entry says itself; its values are shown, except for keys. */
function writtenFacts({ written }: IdentityEntry) {
  const fact = (path: string) => factOf(written, path)
  const keys = [fact('credentials.access_key_id'), fact('credentials.secret_access_key')]
  const mfaArn = fact('credentials.mfa_arn')
  const duration = fact('session.duration')
  const shown = [
    ['The MFA device', mfaArn],
    ['The length of sessions', duration],
  ] as const
  return {
    hasKeys: keys.some(key => key !== undefined),
    mfaArn: mfaArn !== undefined,
    duration: duration !== undefined,
    shown: shown.filter(([, value]) => value !== undefined),
  }
}

function needsTerminal(identity: string): Failure {
  return new Failure({
    code: 'login-required',
    what: 'Keys are typed at a terminal, and there is none here',
    why: 'on a command line, or in a pipe, they would be seen by others',
    next: [
      `Give them in the environment instead; in atmos.yaml, under auth.identities.${identity}:`,
      'credentials:',
      '  access_key_id: !env AWS_ACCESS_KEY_ID',
      '  secret_access_key: !env AWS_SECRET_ACCESS_KEY',
    ].join('\n'),
  })
}
