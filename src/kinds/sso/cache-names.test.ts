import { describe, expect, it } from 'vitest'
import { registrationFileName, tokenFileName } from './cache-names.ts'

const startUrl = 'https://d-abc123.awsapps.com/start'

describe('names of files', () => {
  it.each([
    ['corp', 'ee0bfd2552fbd840c02cc48b6e823320543c450f'],
    [startUrl, '40a89917e3175433e361b710a9d43528d7f1890a'],
  ])('a session: %s', (name, hash) => {
    expect(tokenFileName(name)).toBe(`${hash}.json`)
  })

  it.each([
    [{ sessionName: 'corp', scopes: ['sso:account:access'] }, 'c8c768443cc73bfb1dabfeaf47739d916605c3da'],
    [{ sessionName: undefined, scopes: ['sso:account:access'] }, 'faf0b9b8c92adb49c1ee8738267b03a3b81f2fce'],
    [
      { sessionName: 'café', scopes: ['sso:account:access', 'b'] },
      '0f0cfeabbbe14789e31da702e7cf30f9460159c2',
    ],
  ])('a registration, as Python hashes it: %j', (key, hash) => {
    expect(registrationFileName({ startUrl, region: 'eu-west-1', ...key })).toBe(`${hash}.json`)
  })
})
