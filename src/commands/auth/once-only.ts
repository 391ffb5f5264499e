import { Failure } from '../../errors/failure.ts'
import type { LoginFlags } from './login.command.ts'

/** Flags that mean nothing but to one kind. */
const kindOnly = [
  { name: '--webflow', kind: 'aws/user', isGiven: (flags: LoginFlags) => flags.webflow === true },
  {
    name: '--saml-response-file',
    kind: 'aws/saml',
    isGiven: (flags: LoginFlags) => flags.samlResponseFile !== undefined,
  },
]

/**
 * What the command line adds to the configuration, for this run.
 * @param login who is logged in to, and the kinds it takes
 * @throws Failure when none of these kinds would heed a flag
 */
export function onceOnly(
  flags: LoginFlags,
  login: { readonly name: string; readonly kinds: readonly string[] },
): Readonly<Record<string, unknown>> {
  const lost = kindOnly.find(({ kind, isGiven }) => isGiven(flags) && !login.kinds.includes(kind))
  if (lost !== undefined) throw unheeded(lost, login.name)
  const { flow, webflow, samlResponseFile } = flags
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(webflow === true ? { webflow } : {}),
    ...(samlResponseFile === undefined ? {} : { saml_response_file: samlResponseFile }),
  }
}

function unheeded({ name, kind }: { readonly name: string; readonly kind: string }, login: string): Failure {
  return new Failure({
    code: 'usage',
    what: `${name} cannot be used with ${login}`,
    why: `it is for ${kind}, and nothing of that kind is on the way to ${login}`,
    next: `Leave ${name} out; see the way with: atmos auth plan ${login}`,
  })
}
