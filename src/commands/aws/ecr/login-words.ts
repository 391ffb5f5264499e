import { Failure } from '../../../errors/failure.ts'
import type { LoginSink } from '../../../sinks/login-sink.ts'
import type { LoginFlags } from './login.command.ts'

/** Refuses flags that make no sense together. @throws Failure `usage` */
export function refuseExclusive(flags: LoginFlags, sink: LoginSink): void {
  const { to, format, ifNeeded, watch, optional, expectAccount } = flags
  const printed = sink.path === undefined ? `--to ${to}` : undefined
  const rules: readonly (readonly [boolean, string, string, string])[] = [
    [
      printed !== undefined && format === 'json',
      `--format json cannot be combined with ${printed}`,
      'both print on standard output',
      `Leave --format out: nothing but what ${printed} asks for is printed there`,
    ],
    [
      printed !== undefined && ifNeeded === true,
      `--if-needed cannot be combined with ${printed}`,
      'what was printed cannot be looked for',
      'Leave --if-needed out',
    ],
    [
      printed !== undefined && watch === true,
      `--watch cannot be combined with ${printed}`,
      'whoever reads the output would have to read it again at every renewal',
      'Run the command from a timer, every six hours',
    ],
    [
      ifNeeded === true && expectAccount !== undefined,
      '--if-needed cannot be combined with --expect-account',
      'whose account it is can only be told by asking AWS',
      'Leave one of them out',
    ],
    [
      optional === true && flags.public !== true,
      '--optional needs --public',
      'without a login only public images can be pulled',
      'atmos aws ecr login --public --optional',
    ],
    [
      optional === true && watch === true,
      '--optional cannot be combined with --watch',
      'there would be nothing to keep fresh',
      'Leave one of them out',
    ],
  ]
  const found = rules.find(([isGiven]) => isGiven)
  if (found === undefined) return
  const [, what, why, next] = found
  throw new Failure({ code: 'usage', what, why, next })
}
