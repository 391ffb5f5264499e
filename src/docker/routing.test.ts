import { describe, expect, it } from 'vitest'
import { readConfig } from './read-config.ts'
import { hostsInAuthConfig, routeOf } from './routing.ts'

const host = 'public.ecr.aws'

function route(
  config: string,
  around: { onPath?: readonly string[]; environment?: string; platform?: NodeJS.Platform } = {},
) {
  const reading = readConfig(Buffer.from(config))
  if ('problem' in reading) throw new Error(reading.problem.reason)
  return routeOf(host, {
    config: reading.config,
    environment: hostsInAuthConfig(around.environment) ?? new Set(),
    platform: around.platform ?? 'linux',
    has: program => around.onPath?.includes(program) ?? false,
  })
}

describe('routeOf', () => {
  const store = (program: string) => ({ type: 'program', program, setting: 'credsStore' })
  const helper = (program: string) => ({ type: 'program', program, setting: 'credHelpers' })

  it.each([
    ['{"auths":{"x":{}}}', { type: 'file' }],
    ['{"auths":{"x":{}},"credsStore":""}', { type: 'file' }],
    ['{"credsStore":"pass"}', store('docker-credential-pass')],
    ['{"auths":{"public.ecr.aws":{"auth":"QTpi"}},"credsStore":"pass"}', store('docker-credential-pass')],
    [
      '{"credsStore":"pass","credHelpers":{"public.ecr.aws":"ecr-login"}}',
      helper('docker-credential-ecr-login'),
    ],
    ['{"credsStore":"pass","credHelpers":{"public.ecr.aws":""}}', { type: 'file' }],
    ['{"credsStore":"pass","credHelpers":{"https://public.ecr.aws":"x"}}', store('docker-credential-pass')],
    ['{"credHelpers":{"PUBLIC.ECR.AWS":"x"}}', { type: 'file' }],
  ])('%s', (config, expected) => {
    expect(route(config)).toEqual(expected)
  })

  it.each<[readonly string[], NodeJS.Platform, unknown]>([
    [[], 'linux', { type: 'file' }],
    [['pass'], 'linux', { type: 'file' }],
    [
      ['pass', 'docker-credential-pass', 'docker-credential-secretservice'],
      'linux',
      { type: 'detected', program: 'docker-credential-pass' },
    ],
    [['pass', 'docker-credential-secretservice'], 'linux', { type: 'file' }],
    [
      ['docker-credential-secretservice'],
      'linux',
      { type: 'detected', program: 'docker-credential-secretservice' },
    ],
    [
      ['docker-credential-osxkeychain'],
      'darwin',
      { type: 'detected', program: 'docker-credential-osxkeychain' },
    ],
    [['docker-credential-wincred'], 'win32', { type: 'detected', program: 'docker-credential-wincred' }],
  ])('with an empty file and %j on PATH (%s)', (onPath, platform, expected) => {
    for (const config of ['', '{}', '{"auths":{}}', '{"psFormat":"x"}']) {
      expect(route(config, { onPath, platform })).toEqual(expected)
    }
    expect(route('{"auths":{"x":{}}}', { onPath, platform })).toEqual({ type: 'file' })
    expect(route('{"credHelpers":{"x":"y"}}', { onPath, platform })).toEqual({ type: 'file' })
  })

  it('DOCKER_AUTH_CONFIG wins for the hosts it names', () => {
    const environment = `{"auths":{"${host}":{"auth":"QTpi"}}}`
    expect(route('{"credsStore":"pass"}', { environment })).toEqual({ type: 'environment' })
    expect(route('{}', { environment: '{"auths":{"ghcr.io":{"auth":"QTpi"}}}' })).toEqual({ type: 'file' })
  })
})

describe('hostsInAuthConfig', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['{}', []],
    ['{"auths":null}', []],
    ['{"auths":{"a":{"auth":"QTpi"},"b":{"auth":"QTpi"}}}', ['a', 'b']],
  ])('%j names %j', (value, hosts) => {
    expect([...(hostsInAuthConfig(value) ?? ['nothing'])]).toEqual(hosts)
  })

  it.each(
    [
      'x',
      '[]',
      '{"auths":{},"credsStore":"x"}',
      '{"auths":{"a":{}}}',
      '{"auths":{"a":{"auth":"x"}}}',
      '{"auths":{"a":null}}',
    ].concat('{"auths":{"a":{"auth":"QTpi","username":"A"}}}'),
  )('%s is what Docker ignores', value => {
    expect(hostsInAuthConfig(value)).toBeUndefined()
  })
})
