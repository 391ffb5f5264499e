import { describe, expect, it } from 'vitest'
import { columns, columnsOrBlocks } from './columns.ts'

const rows = [
  ['NAME', 'KIND', 'ALIAS'],
  ['dev', 'test/role', ''],
  ['ops', '-', 'o'],
  ['production', 'test/role', 'p'],
]

describe('columns', () => {
  it('begin below each other', () => {
    expect(columns(rows)).toEqual([
      'NAME        KIND       ALIAS',
      'dev         test/role',
      'ops         -          o',
      'production  test/role  p',
    ])
  })

  it('stay where there is room', () => {
    expect(columnsOrBlocks(rows, 28)).toEqual(columns(rows))
  })

  it('become blocks where there is none, without what is empty', () => {
    expect(columnsOrBlocks(rows, 27)).toEqual([
      'dev',
      '    kind: test/role',
      'ops',
      '    alias: o',
      'production',
      '    kind: test/role',
      '    alias: p',
    ])
  })
})
