import type { LoginFlags } from './login.command.ts'

/** What the command line adds to the configuration, for this run. */
export function onceOnly({ flow, webflow, samlResponseFile }: LoginFlags): Readonly<Record<string, unknown>> {
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(webflow === true ? { webflow } : {}),
    ...(samlResponseFile === undefined ? {} : { saml_response_file: samlResponseFile }),
  }
}
