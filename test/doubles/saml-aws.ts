import type { HttpHandler } from '../../src/effects/http.ts'

export interface PretendAws {
  readonly handle: HttpHandler
  /** Forms and addresses that were asked for, in order. */
  readonly asked: readonly URLSearchParams[]
}

const expires = () => new Date(Date.now() + 3_600_000).toISOString()

/** As much of STS and of the federation endpoint as a SAML sign-in and the console need; nothing is verified. */
export function pretendAws(): PretendAws {
  const asked: URLSearchParams[] = []
  return {
    asked,
    async handle({ url, body }) {
      const { pathname, searchParams } = new URL(url)
      const query = pathname === '/federation' ? searchParams : new URLSearchParams(body)
      asked.push(query)
      const action = query.get('Action')
      if (action === 'getSigninToken') return json({ SigninToken: 'canary-signin-token' })
      if (action === 'login')
        return {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<title>Console</title><link rel="icon" href="data:,">',
        }
      const role = query.get('RoleArn')?.split('/').at(-1) ?? 'deploy'
      const arn = `arn:aws:sts::123456789012:assumed-role/${role}/jane@example.com`
      const who = `<Arn>${arn}</Arn>`
      if (action === 'GetCallerIdentity')
        return xml(action, `${who}<UserId>AROA:jane</UserId><Account>123456789012</Account>`)
      if (action !== 'AssumeRoleWithSAML') return { status: 404, headers: {}, body: '' }
      return xml(
        action,
        `<Credentials><AccessKeyId>ASIACANARY</AccessKeyId><SecretAccessKey>canary-secret</SecretAccessKey><SessionToken>canary-session</SessionToken><Expiration>${expires()}</Expiration></Credentials><AssumedRoleUser>${who}<AssumedRoleId>AROA:jane</AssumedRoleId></AssumedRoleUser>`,
      )
    },
  }
}

function json(body: object) {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function xml(action: string, result: string) {
  const body = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`
  return { status: 200, headers: { 'content-type': 'text/xml' }, body }
}
