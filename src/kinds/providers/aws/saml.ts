import * as v from 'valibot'
import { defineProvider } from '../../../auth/define-kind.ts'
import { durationSeconds, regionName, text } from '../../../auth/fields.ts'
import { chromeTypes } from '../../../effects/browser.ts'
import { roleDuration } from '../../role-duration.ts'
import { webAddress } from '../../web-address.ts'

const providerArn = v.pipe(
  text,
  v.regex(/^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/\S+$/, 'must be the ARN of a SAML provider of IAM'),
)

const loopbackPage = v.pipe(
  text,
  v.regex(/^http:\/\/127\.0\.0\.1:\d{1,5}\/[^?#\s]*$/, 'must be like http://127.0.0.1:35001/saml'),
)

const spec = v.object({
  url: webAddress,
  region: regionName,
  driver: v.optional(v.string()),
  provider_type: v.optional(v.string()),
  browser_type: v.optional(
    v.picklist(chromeTypes, `must be one of ${chromeTypes.join(', ')}: others cannot be driven`),
  ),
  browser_executable_path: v.optional(text),
  session: v.optional(v.object({ duration: v.optional(roleDuration) })),
  console: v.optional(v.object({ session_duration: v.optional(durationSeconds) })),
  spec: v.optional(
    v.object({
      /** SAML provider of IAM, where a role is offered through several. */
      principal_arn: v.optional(providerArn),
      /** A response got some other way: a file, or `-` for standard input. */
      saml_response_file: v.optional(text),
      /** Where an identity provider posts that may post to this machine; any browser will do then. */
      callback_url: v.optional(loopbackPage),
      /** Stands in for STS. */
      endpoint_url: v.optional(webAddress),
      files: v.optional(v.object({ base_path: v.optional(text) })),
    }),
  ),
})

export type SamlSpec = v.InferOutput<typeof spec>

/** A sign-in at an identity provider that speaks SAML, in a browser window. */
export const awsSaml = defineProvider({
  kind: 'aws/saml',
  title: 'SAML sign-in',
  spec,
  yields: 'saml',
  heeds: ['saml_response_file'],
  async authenticate({ name, spec }, effects) {
    const file = spec.spec?.saml_response_file
    const response =
      file === undefined
        ? await (await import('./saml-sign-in.ts')).samlByPerson({ name, spec }, effects)
        : await (await import('./saml-file.ts')).samlFromFile(file, effects)
    const { readAssertion } = await import('./saml-assertion.ts')
    const { expiresAt } = readAssertion(response.expose())
    return {
      type: 'saml',
      assertion: response,
      region: spec.region,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(spec.spec?.principal_arn === undefined ? {} : { providerArn: spec.spec.principal_arn }),
      ...(spec.spec?.endpoint_url === undefined ? {} : { endpointUrl: spec.spec.endpoint_url }),
      ...(spec.session?.duration === undefined ? {} : { durationSeconds: spec.session.duration }),
    }
  },
  async signOut({ spec }, effects) {
    const { forgetSaml } = await import('./saml-sign-in.ts')
    return await forgetSaml(spec, effects)
  },
})
