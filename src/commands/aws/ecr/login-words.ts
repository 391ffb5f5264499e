import { Failure } from '../../../errors/failure.ts'
import type { LoginSink } from '../../../sinks/login-sink.ts'
import { excluded } from '../../excluded.ts'
import type { EcrLoginFlags } from './login.command.ts'

/** Refuses flags that make no sense together. @throws Failure `usage` */
export function refuseExclusive(flags: EcrLoginFlags, sink: LoginSink): void {
  const { to, ifNeeded, watch, optional, expectAccount } = flags
  if (sink.path === undefined) refusePrinted(flags, `--to ${to}`)
  if (ifNeeded === true && expectAccount !== undefined) {
    const why = 'whose account it is can only be told by asking AWS'
    throw excluded('--if-needed', '--expect-account', { why })
  }
  if (optional === true && flags.public !== true) {
    throw new Failure({
      code: 'usage',
      what: '--optional needs --public',
      why: 'without a login only public images can be pulled',
      next: 'atmos aws ecr login --public --optional',
    })
  }
  if (optional === true && watch === true) {
    throw excluded('--optional', '--watch', { why: 'there would be nothing to keep fresh' })
  }
}

/** @param printed the words that have logins printed, and not kept */
function refusePrinted({ format, ifNeeded, watch }: EcrLoginFlags, printed: string): void {
  if (format === 'json') {
    throw excluded('--format json', printed, {
      why: 'both print on standard output',
      next: `Leave --format out: nothing but what ${printed} asks for is printed there`,
    })
  }
  if (ifNeeded === true) {
    const why = 'what was printed cannot be looked for'
    throw excluded('--if-needed', printed, { why, next: 'Leave --if-needed out' })
  }
  if (watch === true) {
    throw excluded('--watch', printed, {
      why: 'whoever reads the output would have to read it again at every renewal',
      next: 'Run the command from a timer, every six hours',
    })
  }
}
