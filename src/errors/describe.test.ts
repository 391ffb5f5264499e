import { describe, expect, it } from 'vitest'
import { describeFailure, failureAsJson } from './describe.ts'
import { Failure } from './failure.ts'
import { systemCode, toFailure } from './to-failure.ts'

const plain = (_: string, text: string) => text
const failure = new Failure({
  code: 'access-denied',
  what: 'Could not log in to public.ecr.aws',
  why: 'AccessDeniedException: not authorized\nsecond line',
  next: 'Allow it',
  details: { registry: 'public.ecr.aws' },
})

describe('a failure', () => {
  it('is shown in four parts', () => {
    expect(describeFailure(failure, plain).split('\n')).toEqual([
      '✗ Could not log in to public.ecr.aws',
      '  why:  AccessDeniedException: not authorized',
      '        second line',
      '  next: Allow it',
      '  code: access-denied (docs/errors.md#access-denied)',
    ])
  })

  it('is one JSON object for scripts', () => {
    expect(JSON.parse(failureAsJson(failure))).toEqual({
      error: {
        code: 'access-denied',
        exitCode: 5,
        what: 'Could not log in to public.ecr.aws',
        why: 'AccessDeniedException: not authorized\nsecond line',
        next: 'Allow it',
        details: { registry: 'public.ecr.aws' },
      },
    })
  })

  it('keeps code, hint and reason when seen from further out', () => {
    const outer = failure.during('Could not finish')
    expect(outer).toMatchObject({
      code: 'access-denied',
      exitCode: 5,
      what: 'Could not finish',
      next: 'Allow it',
    })
    expect(outer.why).toContain('not authorized')
  })

  it('admits a bug of ours', () => {
    expect(toFailure(new TypeError('x is not a function'))).toMatchObject({
      code: 'internal',
      exitCode: 1,
      why: 'x is not a function',
    })
  })

  it('is not taken for a failed system call, although both have a code', () => {
    expect(systemCode(failure)).toBeUndefined()
    expect(systemCode(Object.assign(new Error('no'), { code: 'EACCES' }))).toBe('EACCES')
  })
})
