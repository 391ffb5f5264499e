import { describe, expect, it } from 'vitest'
import { Secret } from '../auth/secret.ts'
import { folderRealm, readLongLivedKeys, removeLongLivedKeys, writeLongLivedKeys } from './long-lived-keys.ts'
import { memoryVault } from './memory.ts'

const keys = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: new Secret('canary-key'),
  mfaArn: 'arn:aws:iam::123456789012:mfa/ada',
  sessionDuration: '12h',
}
const owner = { name: 'Break-Glass', realm: undefined, configFolder: '/repo' }
/** `printf /repo | sha256sum | cut -c1-16` */
const hash = '816fc349d3faebf8'

/** As Cloud Posse's program writes it. */
const foreign = (data: object) => new Secret(JSON.stringify({ type: 'aws', data }))
const plain = { access_key_id: 'AKIATHEIRS', secret_access_key: 'theirs' }

describe('long-lived keys', () => {
  it('come back as they were given', async () => {
    const vault = memoryVault()
    await writeLongLivedKeys(vault, owner, keys)
    const found = await readLongLivedKeys(vault, owner)
    expect({ ...found, secretAccessKey: found?.secretAccessKey.expose() }).toEqual({
      ...keys,
      secretAccessKey: 'canary-key',
    })
    expect(await removeLongLivedKeys(vault, owner)).toBe(true)
    expect(await vault.list?.()).toEqual([])
    expect(await removeLongLivedKeys(vault, owner)).toBe(false)
  })

  it('are written in the words of Atmos', async () => {
    const vault = memoryVault()
    await writeLongLivedKeys(vault, { ...owner, realm: 'prod' }, keys)
    expect(await vault.list?.()).toEqual(['atmos_prod_break-glass'])
    expect(JSON.parse((await vault.get('atmos_prod_break-glass'))?.expose() ?? '')).toMatchObject({
      type: 'aws',
      data: {
        access_key_id: 'AKIAEXAMPLE',
        secret_access_key: 'canary-key',
        mfa_arn: keys.mfaArn,
        session_duration: '12h',
      },
    })
  })

  it.each([
    ['under its realm', { ...owner, realm: 'prod' }, 'atmos_prod_break-glass'],
    ['under the hash of the folder', owner, `atmos_${hash}_break-glass`],
    ['without a realm', owner, 'atmos_break-glass'],
  ])('that Atmos stored %s are found', async (_, who, key) => {
    const vault = memoryVault()
    await vault.set(key, foreign(plain))
    expect(await readLongLivedKeys(vault, who)).toMatchObject({ accessKeyId: 'AKIATHEIRS' })
  })

  it('survive moving the checkout', async () => {
    const vault = memoryVault()
    await writeLongLivedKeys(vault, owner, keys)
    const moved = { ...owner, configFolder: '/elsewhere' }
    expect(await readLongLivedKeys(vault, moved)).toMatchObject({ accessKeyId: 'AKIAEXAMPLE' })
  })

  it('of another realm whose name and key happen to look the same are not taken', async () => {
    const vault = memoryVault()
    await writeLongLivedKeys(vault, { name: 'b_c', realm: 'a', configFolder: undefined }, keys)
    const other = { name: 'c', realm: 'a_b', configFolder: undefined }
    expect(await readLongLivedKeys(vault, other)).toBeUndefined()
  })

  it.each([
    ['a session', foreign({ ...plain, session_token: 'token' })],
    ['half a pair', foreign({ access_key_id: 'AKIA' })],
    ['credentials of another cloud', new Secret(JSON.stringify({ type: 'gcp', data: plain }))],
    ['no JSON', new Secret('x')],
  ])('are not %s', async (_, text) => {
    const vault = memoryVault()
    await vault.set('atmos_break-glass', text)
    expect(await readLongLivedKeys(vault, owner)).toBeUndefined()
  })
})

describe("the realm of a folder (Atmos's rule)", () => {
  it.each(['/repo', '/Repo/', '/x/../repo', '\\repo'])('is one for all spellings: %s', folder => {
    expect(folderRealm(folder)).toBe(hash)
  })
})
