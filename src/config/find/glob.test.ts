import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeOutside } from '../../../test/doubles/outside.ts'
import { Failure } from '../../errors/failure.ts'
import { filesMatching, globExpression, isGlob } from './glob.ts'

describe('patterns', () => {
  it.each([
    ['/a/*.yaml', '/a/b.yaml', true],
    ['/a/*.yaml', '/a/b/c.yaml', false],
    ['/a/**/*.yaml', '/a/b.yaml', true],
    ['/a/**/*.yaml', '/a/b/c/d.yaml', true],
    ['/a/**', '/a/b/c', true],
    ['/a/?.yaml', '/a/b.yaml', true],
    ['/a/?.yaml', '/a/bc.yaml', false],
    ['/a/[bc].yaml', '/a/c.yaml', true],
    ['/a/[!bc].yaml', '/a/c.yaml', false],
    ['/a/[a-c]x.yaml', '/a/bx.yaml', true],
    ['/a/*.{yaml,yml}', '/a/b.yml', true],
    ['/a/{b,c*}.yaml', '/a/cd.yaml', true],
    ['/a/{b,c*}.yaml', '/a/bd.yaml', false],
    ['/a+b/(c).yaml', '/a+b/(c).yaml', true],
    ['/a.b', '/aXb', false],
  ])('%s on %s: %s', (pattern, path, matches) => expect(globExpression(pattern).test(path)).toBe(matches))

  it('understands or refuses any pattern', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom('*', '**/', '[', ']', '{', '}', ',', '!', '^', '-', '\\', '(', '|'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), pieces => {
        try {
          globExpression(pieces.join(''))
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('tells a pattern from a path', () => {
    expect(['/a/b', '/a/*', '/a/b?', '/a/[b]', '/a/{b}'].map(isGlob)).toEqual([false, true, true, true, true])
  })

  it('finds files, sorted, and nothing where there is nothing', () => {
    const outside = fakeOutside({
      files: { '/a/z.yaml': '', '/a/b/y.yaml': '', '/a/b/c/x.yaml': '', '/a/b/n.txt': '' },
    })
    expect(filesMatching('/a/**/*.yaml', outside)).toEqual(['/a/b/c/x.yaml', '/a/b/y.yaml', '/a/z.yaml'])
    expect(filesMatching('/a/*.yaml', outside)).toEqual(['/a/z.yaml'])
    expect(filesMatching('/a/*/*.yaml', outside)).toEqual(['/a/b/y.yaml'])
    expect(filesMatching('/*/z.yaml', outside)).toEqual(['/a/z.yaml'])
    expect(filesMatching('/nowhere/**/*.yaml', outside)).toEqual([])
  })
})
