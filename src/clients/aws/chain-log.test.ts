import { describe, expect, it } from 'vitest'
import { chainLog, nothingFound, plain } from './chain-log.ts'

const heading = (name: string) => `@aws-sdk/credential-provider-node - ${name}`
const reason = (words: string) => `@smithy/property-provider -> ${words}`

describe('what the chain says about itself', () => {
  it('is one reason per source, the last one said', () => {
    const log = chainLog()
    for (const line of [
      heading('defaultProvider::fromIni'),
      '    dev isAssumeRoleWithSourceProfile source_profile=x',
      reason('first'),
      reason('second'),
      heading('defaultProvider::fromProcess'),
      reason('Profile dev did not contain credential_process.'),
      heading('defaultProvider::fromTokenFile'),
      reason('Web identity configuration not specified'),
      heading('remoteProvider::fromInstanceMetadata'),
      reason('a step on the way'),
      reason(nothingFound),
    ]) {
      log.listen(line)
    }
    expect(Object.fromEntries(log.reasons())).toEqual({
      profile: 'second',
      'web-identity': 'Web identity configuration not specified',
    })
    expect(log.last()).toBe('instance')
  })

  it.each([
    ['Command failed: tool --secret hush\nno such user\n', 'its credential_process failed: no such user'],
    ['Error: Command failed: tool --secret hush', 'its credential_process failed'],
    ['two\n  lines', 'two lines'],
  ])('%j is shown as %j', (words, expected) => {
    expect(plain(words)).toBe(expected)
  })
})
