import type { Once } from '../../auth/once.ts'
import type { LoginFlags } from './login.command.ts'

/** What the command line adds to the configuration, for this run. */
export function onceOf({ flow, webflow, samlResponseFile }: LoginFlags): Once {
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(webflow === true ? { webflow } : {}),
    ...(samlResponseFile === undefined ? {} : { saml_response_file: samlResponseFile }),
  }
}
