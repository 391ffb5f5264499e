import { expect, it } from 'vitest'
import { longLived, wire, xmlError } from '../../test/doubles/wire.ts'
import type { Effects } from '../effects/effects.ts'
import { identify } from './caller.ts'

it.each([
  [{ region: 'eu-west-1' }, { AWS_REGION: 'us-east-2' }, 'eu-west-1'],
  [{}, { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'eu-west-3' }, 'us-east-2'],
  [{}, { AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-3'],
  [{}, { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, 'us-east-1'],
  [{}, {}, 'us-east-1'],
])(
  'asks the STS of the credentials’ Region %j, else of the surroundings %j: %s',
  async (own, env, region) => {
    const outside = wire([xmlError('AccessDenied', 'no')], { env })
    await identify({ ...longLived, ...own }, outside as unknown as Effects).catch(() => undefined)
    expect(outside.sent[0]?.url).toBe(`https://sts.${region}.amazonaws.com/`)
  },
)
