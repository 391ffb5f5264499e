import { describe, expect, it } from 'vitest'
import { childEnvironment, identityVariables } from './environment.ts'

const place = { profile: 'dev', credentialsFile: '/c/credentials', configFile: '/c/config' }
const files = {
  AWS_SHARED_CREDENTIALS_FILE: '/c/credentials',
  AWS_CONFIG_FILE: '/c/config',
  AWS_PROFILE: 'dev',
}

describe('the variables of an identity', () => {
  it('lead to its files, and take out what would win over them', () => {
    const { set, unset } = identityVariables({ place, region: 'eu-west-1' })
    expect(set).toEqual({ ...files, AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' })
    expect(unset).toEqual(
      expect.arrayContaining(['AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_DEFAULT_PROFILE']),
    )
  })

  it('name no Region when none is known', () => {
    expect(identityVariables({ place }).set).toEqual(files)
  })

  it('hold its own entries, which have the last word', () => {
    const entries = [
      { key: 'Team', value: 'x' },
      { key: 'AWS_PROFILE', value: 'mine' },
      { key: 'AWS_ROLE_ARN', value: 'arn' },
    ]
    const { set, unset } = identityVariables({ place, entries, dockerConfig: '/docker' })
    expect(set).toEqual({
      ...files,
      DOCKER_CONFIG: '/docker',
      Team: 'x',
      AWS_PROFILE: 'mine',
      AWS_ROLE_ARN: 'arn',
    })
    expect(unset).not.toContain('AWS_ROLE_ARN')
  })

  it('are nothing for an identity that lends no files', () => {
    expect(identityVariables({ place: undefined, region: 'eu-west-1' })).toEqual({ set: {}, unset: [] })
  })
})

describe('the environment of a child', () => {
  const parent = {
    PATH: '/bin',
    AWS_ACCESS_KEY_ID: 'AKIASHADOW',
    AWS_PROFILE: 'old',
    AWS_EC2_METADATA_DISABLED: 'false',
    Path: 'kept',
  }

  it('is ours without what would shadow the identity, and with the configuration below it', () => {
    const configured = { STAGE: 'dev', AWS_PROFILE: 'config', AWS_SESSION_TOKEN: 'config' }
    const variables = identityVariables({ place, region: 'eu-west-1' })
    expect(childEnvironment({ parent, configured, variables, platform: 'linux' })).toEqual({
      PATH: '/bin',
      Path: 'kept',
      STAGE: 'dev',
      ...variables.set,
      AWS_SDK_LOAD_CONFIG: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
  })

  it('is passed through for an identity that lends no files', () => {
    const variables = identityVariables({ place: undefined })
    expect(childEnvironment({ parent, configured: { STAGE: 'dev' }, variables, platform: 'linux' })).toEqual({
      ...parent,
      STAGE: 'dev',
    })
  })

  it('knows on Windows that names have no case', () => {
    const windows = { Path: 'C:\\', aws_access_key_id: 'AKIASHADOW', Aws_Profile: 'old' }
    const variables = identityVariables({ place })
    const child = childEnvironment({ parent: windows, configured: {}, variables, platform: 'win32' })
    expect(Object.keys(child).filter(name => /key_id|profile$/i.test(name))).toEqual(['AWS_PROFILE'])
    expect(child.Path).toBe('C:\\')
  })
})
