import { describe, expect, it } from 'vitest'
import { Failure } from '../errors/failure.ts'
import { splitWords } from './split-words.ts'

const words = (line: string) => splitWords(line.split(' ').filter(word => word !== ''))

describe('splitWords', () => {
  it.each([
    ['aws ecr login --public', 'aws ecr login --public', {}],
    ['--profile ci auth login', 'auth login', { profile: ['ci'] }],
    ['auth login --profile=ci,dev --profile x', 'auth login', { profile: ['ci', 'dev', 'x'] }],
    ['-C /tmp auth login', 'auth login', { chdir: ['/tmp'] }],
    ['-C/tmp auth login', 'auth login', { chdir: ['/tmp'] }],
    ['auth -v login --interactive=false', 'auth login', { verbose: [''], interactive: ['false'] }],
    ['--interactive auth login', 'auth login', { interactive: ['true'] }],
    ['auth exec -- ls -v --profile x', 'auth exec -- ls -v --profile x', {}],
    ['auth login -i dev/ecr', 'auth login --identity=dev/ecr', {}],
    ['auth login -idev', 'auth login --identity=dev', {}],
    ['auth login -i=dev', 'auth login --identity=dev', {}],
    ['--identity dev auth login', 'auth login --identity=dev', {}],
    ['auth login --identity', 'auth login --identity', {}],
    ['auth login --identity --format json', 'auth login --format json --identity', {}],
    ['auth exec -i -- env -i', 'auth exec --identity -- env -i', {}],
    ['auth login --identity=', 'auth login --identity', {}],
    ['aws ecr login -rpublic.ecr.aws', 'aws ecr login -r=public.ecr.aws', {}],
    ['aws ecr login -r=public.ecr.aws', 'aws ecr login -r=public.ecr.aws', {}],
    ['auth list -fjson -f json', 'auth list -f=json -f json', {}],
    ['aws ecr logout - -1', 'aws ecr logout - -1', {}],
    ['auth exec -- tool --registry= -rx.y', 'auth exec -- tool --registry= -rx.y', {}],
  ])('%s → %s', (line, left, given) => {
    const split = words(line)
    expect(split.words.join(' ')).toBe(left)
    expect(split.given).toEqual(given)
  })

  it.each([
    'auth login --profile',
    'auth login --profile --verbose',
    'auth login --chdir=',
    'aws ecr login --registry=',
    'aws ecr login -r=',
  ])('refuses a flag without its value: %s', line => {
    expect(() => words(line)).toThrow(Failure)
  })

  it('refuses a value for a flag that takes none', () => {
    expect(() => words('-vx auth login')).toThrow(/-v takes no value/)
  })
})
