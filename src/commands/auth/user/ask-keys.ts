import { safeParse } from 'valibot'
import { durationSeconds } from '../../../auth/fields.ts'
import { Secret } from '../../../auth/secret.ts'
import type { Terminal } from '../../../effects/terminal.ts'
import { Failure } from '../../../errors/failure.ts'
import type { LongLivedKeys } from '../../../stores/long-lived-keys.ts'

export interface Form {
  /** What the keyring holds already: offered again, except for the secret. */
  readonly before: LongLivedKeys | undefined
  /** What the configuration says already, and hence is not asked. */
  readonly written: { readonly mfaArn: boolean; readonly duration: boolean }
  /** Tells what is wrong with an answer. */
  readonly complain: (text: string) => void
}

/** How often an answer may be wrong. */
const tries = 3

/** Limits of a session, seconds. With an MFA device it may last longer. */
const limits = { shortest: 900, longest: 43_200, longestWithMfa: 129_600 }

/** Asks for the keys of an IAM user. @throws Failure `interrupted` when the person leaves */
export async function askKeys(
  { before, written, complain }: Form,
  terminal: Terminal,
): Promise<LongLivedKeys> {
  const ask = asker(terminal, complain)
  const accessKeyId = await ask('Access key id', flawOfId, { initial: before?.accessKeyId })
  const secret = await ask('Secret access key', flawOfSecret, { hidden: true })
  const mfaArn = written.mfaArn
    ? ''
    : await ask('ARN of the MFA device (none: leave empty)', flawOfDevice, { initial: before?.mfaArn })
  const longest = written.mfaArn || mfaArn !== '' ? limits.longestWithMfa : limits.longest
  const sessionDuration = written.duration
    ? ''
    : await ask(
        'Length of sessions, e.g. 12h (as usual: leave empty)',
        text => flawOfDuration(text, longest),
        {
          initial: before?.sessionDuration,
        },
      )
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    ...(mfaArn === '' ? {} : { mfaArn }),
    ...(sessionDuration === '' ? {} : { sessionDuration }),
    ...(before?.region === undefined ? {} : { region: before.region }),
  }
}

interface How {
  readonly hidden?: boolean
  readonly initial?: string | undefined
}

function asker(terminal: Terminal, complain: Form['complain']) {
  return async (question: string, flawOf: (text: string) => string | undefined, how: How = {}) => {
    const { hidden = false, initial } = how
    for (let round = 0; round < tries; round++) {
      const options = { hidden, ...(initial === undefined ? {} : { initial }) }
      const answer = await terminal.ask(question, options)
      if (answer === undefined) throw new Failure({ code: 'interrupted', what: 'Nothing was stored' })
      const flaw = flawOf(answer.trim())
      if (flaw === undefined) return answer.trim()
      complain(flaw)
    }
    throw new Failure({
      code: 'sign-in-denied',
      what: 'Nothing was stored',
      why: `${question}: no answer could be used`,
      next: 'Try again: atmos auth user configure',
    })
  }
}

function flawOfId(text: string): string | undefined {
  if (/^ASIA/.test(text)) return 'These are temporary keys (ASIA…); long-lived ones begin with AKIA'
  return /^[A-Z0-9]{16,128}$/.test(text) ? undefined : 'An access key id has 16 or more capitals and digits'
}

function flawOfSecret(text: string): string | undefined {
  return /^[\x21-\x7e]{16,}$/.test(text) ? undefined : 'A secret access key has 40 characters and no spaces'
}

function flawOfDevice(text: string): string | undefined {
  return text === '' || /^(arn:aws[a-z-]*:iam::\d{12}:(mfa|u2f|sms-mfa)\/\S+|[\w+=,.@-]{9,})$/.test(text)
    ? undefined
    : 'An MFA device is named like arn:aws:iam::123456789012:mfa/NAME'
}

function flawOfDuration(text: string, longest: number): string | undefined {
  if (text === '') return undefined
  const seconds = safeParse(durationSeconds, text)
  if (!seconds.success) return `${text} ${seconds.issues[0].message}`
  return seconds.output >= limits.shortest && seconds.output <= longest
    ? undefined
    : `Sessions last from 15m to ${longest / 3600}h`
}
