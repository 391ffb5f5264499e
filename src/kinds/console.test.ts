import { describe, expect, it } from 'vitest'
import { longLived, temporary, type Wire, wire } from '../../test/doubles/wire.ts'
import type { AwsCredentials } from '../auth/credentials.ts'
import type { Effects } from '../effects/effects.ts'
import { consoleAddress } from './console.ts'

const token = { body: JSON.stringify({ SigninToken: 'sign-in-token' }) }

const federated = {
  body: `<GetFederationTokenResponse><GetFederationTokenResult><Credentials><AccessKeyId>ASIAFED</AccessKeyId><SecretAccessKey>fed-secret</SecretAccessKey><SessionToken>fed-session</SessionToken><Expiration>2026-11-23T14:00:00Z</Expiration></Credentials></GetFederationTokenResult></GetFederationTokenResponse>`,
}

const visit = (outside: Wire, credentials: AwsCredentials = temporary, durationSeconds?: number) =>
  consoleAddress(
    { credentials, destination: 'https://console.aws.amazon.com/s3/home', issuer: 'atmos', durationSeconds },
    outside as unknown as Effects,
  )

const queryOf = (outside: Wire, index = 0) => new URL(outside.sent[index]?.url ?? '').searchParams

describe('the address of a console session', () => {
  it('is made of a token for the credentials, and nothing of them shows', async () => {
    const outside = wire([token])
    const address = await visit(outside)
    const [request] = outside.sent
    expect(request).toMatchObject({ method: 'GET' })
    expect(request?.url).toMatch(/^https:\/\/signin\.aws\.amazon\.com\/federation\?/)
    expect(Object.fromEntries(queryOf(outside))).toEqual({
      Action: 'getSigninToken',
      Session: JSON.stringify({
        sessionId: 'ASIAIOSFODNN7EXAMPLE',
        sessionKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        sessionToken: 'FwoGZXIvYXdzEXAMPLE//token==',
      }),
    })
    expect(`${address}`).toBe('***')
    const url = new URL(address.expose())
    expect(`${url.origin}${url.pathname}`).toBe('https://signin.aws.amazon.com/federation')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'login',
      Issuer: 'atmos',
      Destination: 'https://console.aws.amazon.com/s3/home',
      SigninToken: 'sign-in-token',
    })
  })

  it('asks for a duration only when there is one', async () => {
    const outside = wire([token])
    await visit(outside, temporary, 3600)
    expect(queryOf(outside).get('SessionDuration')).toBe('3600')
  })

  it.each([
    ['cn-north-1', 'signin.amazonaws.cn'],
    ['us-gov-east-1', 'signin.amazonaws-us-gov.com'],
    ['eusc-de-east-1', 'signin.amazonaws-eusc.eu'],
    ['us-iso-east-1', 'signin.c2shome.ic.gov'],
  ])('of %s is at %s', async (region, host) => {
    const outside = wire([token])
    const address = await visit(outside, { ...temporary, region })
    expect([new URL(outside.sent[0]?.url ?? '').host, new URL(address.expose()).host]).toEqual([host, host])
  })

  it('obeys AWS_ENDPOINT_URL_SIGNIN', async () => {
    const outside = wire([token], { env: { AWS_ENDPOINT_URL_SIGNIN: 'http://127.0.0.1:4566/base/' } })
    const address = await visit(outside)
    expect(address.expose()).toMatch(/^http:\/\/127\.0\.0\.1:4566\/base\/federation\?/)
  })

  it('of a user with long-lived keys goes through a federated session, whose life is set there', async () => {
    const outside = wire([federated, token])
    const arn = 'arn:aws:iam::123456789012:user/team/jane'
    await visit(outside, { ...longLived, arn }, 7200)
    const form = new URLSearchParams(outside.sent[0]?.body)
    expect(form.get('Action')).toBe('GetFederationToken')
    expect(form.get('Name')).toBe('jane')
    expect(form.get('DurationSeconds')).toBe('7200')
    expect(queryOf(outside, 1).get('Session')).toContain('fed-session')
    expect(queryOf(outside, 1).has('SessionDuration')).toBe(false)
  })

  it.each([
    [{ AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-3'],
    [{ AWS_REGION: '' }, 'us-east-1'],
  ])('of such a user begins in the Region of the surroundings: %j', async (env, region) => {
    const outside = wire([federated, token], { env })
    await visit(outside, longLived)
    expect(outside.sent[0]?.url).toBe(`https://sts.${region}.amazonaws.com/`)
  })
})

describe('a console session that is not opened', () => {
  it.each([
    [{ status: 400, body: '<html>' }, undefined, 'request-refused', /still live/],
    [{ status: 400, body: '' }, 3600, 'request-refused', /without --duration/],
    [{ status: 503, body: '' }, undefined, 'service-failed', /again/],
    [{ status: 200, body: '{}' }, undefined, 'service-answer-invalid', /proxy/],
    [{ status: 200, body: '<title>Hotel WLAN</title>' }, undefined, 'service-answer-invalid', /proxy/],
    [{ error: 'ENOTFOUND' }, undefined, 'service-unreachable', /network/],
  ])('says why: %j', async (reply, duration, code, next) => {
    const failure = await visit(wire([reply]), temporary, duration).then(
      () => undefined,
      thrown => thrown,
    )
    expect(failure).toMatchObject({ code, next: expect.stringMatching(next) })
    expect(JSON.stringify([failure, failure.message])).not.toMatch(/EXAMPLEKEY|token==|FwoG/)
  })
})
