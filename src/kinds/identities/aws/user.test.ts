import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { awsUser } from './user.ts'

const keys = { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'CANARY' }
const read = (more: object) => v.safeParse(awsUser.spec, { credentials: { ...keys, ...more } })

describe('the keys of aws/user', () => {
  it.each([
    { access_key_id: 'AKIA\n' },
    { secret_access_key: ' CANARY' },
    { secret_access_key: 'CAN\r\nARY' },
    { secret_access_key: 'CANARY\u0000x' },
  ])('cannot be %j', more => {
    const { success, issues } = read(more)
    expect(success).toBe(false)
    expect(issues?.map(({ message }) => message)).toEqual([
      'must hold no line break, and no white space around it',
    ])
  })

  it('are taken as they are', () => {
    expect(read({}).success).toBe(true)
  })
})
