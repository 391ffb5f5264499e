import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../src/effects/http.ts'
import { nodeClock } from '../../src/effects/node/clock.ts'
import { nodeRandom } from '../../src/effects/node/random.ts'
import { createEmulator } from '../../src/emulator/emulator.ts'
import { exampleUser } from '../../src/emulator/options.ts'
import { sdkTransport } from '../doubles/aws-sdk.ts'

/** A request the official SDK signed passes as it is, and no other way. */

const emulator = createEmulator({}, { clock: nodeClock(), random: nodeRandom })
let signed: HttpRequest

beforeAll(async () => {
  const requestHandler = sdkTransport(request => {
    signed = request
    return emulator.handle(request)
  })
  const client = new STSClient({ region: 'us-east-1', credentials: exampleUser, requestHandler })
  const RoleArn = 'arn:aws:iam::123456789012:role/DevRole'
  await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'a+b=c,d.e@f-g' }))
})

const codeOf = async (request: HttpRequest) => {
  const { status, body } = await emulator.handle(request)
  return status === 200 ? 'accepted' : (/<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? body)
}

const withHeader = (name: string, value: string): HttpRequest => ({
  ...signed,
  headers: { ...signed.headers, [name]: value },
})

describe('a request signed by the SDK', () => {
  it('passes, with headers added that nobody signs', async () => {
    expect(await codeOf(signed)).toBe('accepted')
    expect(await codeOf(withHeader('via', '1.1 proxy'))).toBe('accepted')
    expect(await codeOf(withHeader('content-type', ` ${signed.headers['content-type']}  `))).toBe('accepted')
  })

  it.each([
    ['another body', () => ({ ...signed, body: `${signed.body}&ExternalId=xx` })],
    ['another path', () => ({ ...signed, url: `${signed.url}there` })],
    ['a query', () => ({ ...signed, url: `${signed.url}?a=b` })],
    ['another host', () => withHeader('host', 'sts-fips.us-east-1.amazonaws.com')],
    [
      'another content type',
      () => withHeader('content-type', 'application/x-www-form-urlencoded; charset=x'),
    ],
    ['an unsigned x-amz- header', () => withHeader('x-amz-target', 'Other')],
  ])('is refused with %s', async (_, changed) => {
    expect(await codeOf(changed())).toBe('SignatureDoesNotMatch')
  })

  it('is refused with any letter of its signature or scope changed', async () => {
    const authorization = signed.headers.authorization ?? ''
    const start = authorization.indexOf('/')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: start, max: authorization.length - 1 }), async at => {
        const letter = authorization[at] === 'a' ? 'b' : 'a'
        const changed = authorization.slice(0, at) + letter + authorization.slice(at + 1)
        expect(await codeOf(withHeader('authorization', changed))).not.toBe('accepted')
      }),
    )
  })

  it.each([
    ['', 'IncompleteSignature'],
    ['Basic QVdTOng=', 'IncompleteSignature'],
    ['AWS4-HMAC-SHA256 nonsense', 'IncompleteSignature'],
    ['AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00', 'IncompleteSignature'],
  ])('is refused with the authorization %j', async (authorization, code) => {
    expect(await codeOf(withHeader('authorization', authorization))).toBe(code)
  })

  it('is refused without a signature, and whatever else is sent gets an answer', async () => {
    const { authorization: _, ...headers } = signed.headers
    expect(await codeOf({ ...signed, headers })).toBe('MissingAuthenticationToken')
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (body, search) => {
        const url = `http://127.0.0.1:4510/?${search}`
        const { status } = await emulator.handle({ ...signed, url, body })
        expect(status).toBeGreaterThanOrEqual(400)
      }),
    )
  })
})
