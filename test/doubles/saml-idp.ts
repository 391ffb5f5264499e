import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import samlp from 'samlp'

const names = {
  role: 'https://aws.amazon.com/SAML/Attributes/Role',
  sessionName: 'https://aws.amazon.com/SAML/Attributes/RoleSessionName',
  sessionDuration: 'https://aws.amazon.com/SAML/Attributes/SessionDuration',
}

export interface Person {
  /** `role,provider` in either order. */
  readonly roles: readonly string[]
  readonly sessionDuration?: string
  /** Attributes AWS has no use for, by name. */
  readonly others?: Readonly<Record<string, string>>
}

export interface IdpOptions {
  readonly lifetimeInSeconds?: number
  readonly samlStatusCode?: string
  readonly samlStatusMessage?: string
  /** Where the response is posted. Default: AWS. */
  readonly postUrl?: string
}

/** A key and a self-signed certificate, made anew. */
function makeKey(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'saml-idp-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  try {
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=idp']
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

let keyPair: ReturnType<typeof makeKey> | undefined

function optionsFor(person: Person, options: IdpOptions): object {
  keyPair ??= makeKey()
  const { roles, sessionDuration, others } = person
  const claims = {
    [names.role]: roles,
    [names.sessionName]: 'jane@example.com',
    ...(sessionDuration === undefined ? {} : { [names.sessionDuration]: sessionDuration }),
    ...others,
  }
  return {
    ...keyPair,
    issuer: 'urn:example:idp',
    audience: 'urn:amazon:webservices',
    recipient: 'https://signin.aws.amazon.com/saml',
    destination: 'https://signin.aws.amazon.com/saml',
    ...options,
    profileMapper: () => ({
      getClaims: () => claims,
      getNameIdentifier: () => ({ nameIdentifier: 'jane@example.com' }),
    }),
  }
}

/** A signed SAML response of a real identity provider's library, base64. */
export function samlResponseFor(person: Person, options: IdpOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    samlp.getSamlResponse(optionsFor(person, options), {}, (error, response) => {
      if (error) reject(error)
      else resolve(Buffer.from(response ?? '').toString('base64'))
    })
  })
}

export interface RunningIdp {
  /** Where a person begins. */
  readonly url: string
  /** How often somebody filled in the form. */
  readonly signIns: () => number
  close(): Promise<void>
}

/**
 * An identity provider on the loopback interface: a form to sign in, a cookie that remembers the person, and
 * then the page of `samlp` that posts its response to AWS.
 */
export async function startIdp(person: Person, options: IdpOptions = {}): Promise<RunningIdp> {
  let signIns = 0
  const posting = samlp.auth({
    ...optionsFor(person, options),
    getPostURL: (...given: readonly unknown[]) => {
      const done = given.at(-1) as (error: null, url: string) => void
      done(null, options.postUrl ?? 'https://signin.aws.amazon.com/saml')
    },
    getUserFromRequest: () => ({}),
  })
  const server = createServer((request, response) => {
    const { pathname: path, search, searchParams } = new URL(request.url ?? '/', 'http://idp')
    if (path === '/sign-in') {
      signIns += 1
      response.writeHead(303, {
        location: `/app${search}`,
        'set-cookie': 'who=jane; Max-Age=3600; HttpOnly; Path=/',
      })
      response.end()
    } else if (path !== '/app') {
      response.writeHead(404).end()
    } else if (!/who=jane/.test(request.headers.cookie ?? '')) {
      response.setHeader('content-type', 'text/html')
      response.end(`<title>Example IdP</title><form method="post" action="/sign-in${search.replaceAll('&', '&amp;')}">
        <input name="user" aria-label="user"><button>Sign in</button></form>`)
    } else postResponse(posting, { request, response, query: Object.fromEntries(searchParams) })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/app`,
    signIns: () => signIns,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** `samlp` speaks Express; these are the words it uses. */
function postResponse(
  posting: ReturnType<typeof samlp.auth>,
  {
    request,
    response,
    query,
  }: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly query: object },
): void {
  const express = Object.assign(response, {
    set: (name: string, value: string) => response.setHeader(name, value),
    send: (body: string | number) => response.end(String(body)),
  })
  posting(Object.assign(request, { query, body: {} }), express, error => {
    response.writeHead(500)
    response.end(String(error))
  })
}
