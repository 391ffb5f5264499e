import { describe, expect, it } from 'vitest'
import { planAsText } from './plan-text.ts'
import type { PlanView } from './plan-view.ts'

const origin = { file: '/work/atmos.yaml', line: 4, column: 3 }
const view: PlanView = {
  identity: 'dev',
  steps: [
    {
      role: 'identity',
      name: 'dev',
      kind: 'test/role',
      yields: 'aws',
      ambient: false,
      origin,
      values: [{ path: 'default', value: true, origin }],
      pending: [],
    },
  ],
  integrations: [],
  reuse: { type: 'nothing' },
}

function lines(room: number): readonly string[] {
  return planAsText(view, { folder: '/work', now: 0, room }).split('\n')
}

describe('a plan as text', () => {
  it('has lined-up columns where there is room', () => {
    expect(lines(Number.POSITIVE_INFINITY)[3]?.indexOf('true')).toBe(35)
  })

  it('has short lines on a narrow terminal', () => {
    expect(lines(80).slice(2, 4)).toEqual([
      '1. identity dev: test/role → aws (atmos.yaml:4)',
      '   default: true (atmos.yaml:4)',
    ])
  })
})
