import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/auth/secret.ts'
import { sign } from '../../src/clients/aws/sigv4.ts'
import type { HttpRequest } from '../../src/effects/http.ts'

/** SHA-256 as the SDK's signer wants it handed in. */
class Sha256 {
  readonly #state: Hash | Hmac
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#state = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#state.update(bytes(data))
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#state.digest())
  }
  reset(): void {}
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}

interface Case {
  readonly request: HttpRequest
  readonly service: string
  readonly region: string
  readonly keys: { readonly id: string; readonly secret: string; readonly token: string | undefined }
  readonly at: number
}

async function bySdk({ request, service, region, keys, at }: Case): Promise<Record<string, string>> {
  const url = new URL(request.url)
  const names = [...url.searchParams.keys()]
  const query = Object.fromEntries(names.map(name => [name, url.searchParams.getAll(name)]))
  const signer = new SignatureV4({
    service,
    region,
    sha256: Sha256 as never,
    credentials: {
      accessKeyId: keys.id,
      secretAccessKey: keys.secret,
      ...(keys.token === undefined ? {} : { sessionToken: keys.token }),
    },
  })
  const signed: unknown = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query,
      headers: { ...request.headers, host: url.host },
      ...(request.body === undefined ? {} : { body: request.body }),
    } as never,
    { signingDate: new Date(at) },
  )
  return (signed as { headers: Record<string, string> }).headers
}

function byUs({ request, service, region, keys, at }: Case): Readonly<Record<string, string>> {
  const credentials = {
    type: 'aws' as const,
    accessKeyId: keys.id,
    secretAccessKey: new Secret(keys.secret),
    ...(keys.token === undefined ? {} : { sessionToken: new Secret(keys.token) }),
  }
  return sign(request, { service, region, credentials, at }).headers
}

const usual: Case = {
  request: {
    method: 'POST',
    url: 'https://api.ecr-public.us-east-1.amazonaws.com/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SpencerFrontendService.X' },
    body: '{}',
  },
  service: 'ecr-public',
  region: 'us-east-1',
  keys: { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', token: undefined },
  at: Date.UTC(2026, 10, 23, 15, 4, 5),
}

const word = fc.stringMatching(/^[A-Za-z0-9/+=.-]{1,40}$/)
const unicode = fc.string({ unit: 'grapheme', maxLength: 20 })
const segment = unicode.map(text => encodeURIComponent(text.replaceAll('.', '')))
const header = fc.tuple(
  fc.stringMatching(/^x-[a-z][a-z0-9-]{0,12}$/).filter(name => !/^x-(amz-|amzn-trace-id)/.test(name)),
  fc.string({ unit: fc.constantFrom('a', 'Z', '9', ' ', '\t', '%', '"', '=', 'é'), maxLength: 20 }),
)

const anyCase: fc.Arbitrary<Case> = fc.record({
  request: fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'PUT') as fc.Arbitrary<HttpRequest['method']>,
      host: fc.constantFrom('sts.amazonaws.com', 'localhost:4566', '127.0.0.1', '[::1]:8080'),
      path: fc.array(segment, { maxLength: 4 }),
      slash: fc.boolean(),
      // The official signer looks names up in a plain object, so those of its prototype confuse it.
      query: fc.array(
        fc.tuple(
          word.filter(name => !(name in {})),
          unicode,
        ),
        { maxLength: 4 },
      ),
      headers: fc.array(header, { maxLength: 4 }),
      body: fc.option(unicode, { nil: undefined }),
    })
    .map(({ method, host, path, slash, query, headers, body }) => {
      const url = new URL(`https://${host}/${path.join('/')}${slash ? '/' : ''}`)
      for (const [name, value] of query) url.searchParams.append(name, value)
      return {
        method,
        url: url.href,
        headers: Object.fromEntries(headers),
        ...(body === undefined ? {} : { body }),
      }
    }),
  service: fc.constantFrom('ecr', 'ecr-public', 'sts'),
  region: fc.constantFrom('us-east-1', 'cn-north-1', 'eusc-de-east-1'),
  keys: fc.record({ id: word, secret: word, token: fc.option(word, { nil: undefined }) }),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
})

describe('our signature is the one of the official signer', () => {
  it('for the usual request', async () => {
    expect(byUs(usual)).toEqual(await bySdk(usual))
    expect(byUs(usual).authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIA.*, Signature=[0-9a-f]{64}$/)
  })

  it('for temporary credentials', async () => {
    const temporary = { ...usual, keys: { ...usual.keys, token: 'FwoGZXIvYXdzE//token==' } }
    expect(byUs(temporary)).toEqual(await bySdk(temporary))
    expect(byUs(temporary).authorization).toContain(';x-amz-security-token;')
  })

  it('for any address, query, headers, body, keys and time', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async sample => {
        expect(byUs(sample)).toEqual(await bySdk(sample))
      }),
      { numRuns: 500 },
    )
  })
})
