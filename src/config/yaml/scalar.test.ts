import { describe, expect, it } from 'vitest'
import { plainScalar, taggedScalar } from './scalar.ts'

describe('plain scalars mean what Go’s yaml.v3 takes them for', () => {
  it.each([
    ['', null],
    ['~', null],
    ['null', null],
    ['NULL', null],
    ['nUll', 'nUll'],
    ['true', true],
    ['FALSE', false],
    ['yes', 'yes'],
    ['on', 'on'],
    ['y', 'y'],
    ['0', 0],
    ['-12', -12],
    ['+12', 12],
    ['012', 10],
    ['-012', -10],
    ['0o12', 10],
    ['0O12', 10],
    ['089', 89],
    ['012345678901', 12345678901],
    ['012345670123', 1402433619],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['123456789012', 123456789012],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1.', 1],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.Inf', Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN],
    ['2024-01-01', '2024-01-01'],
    ['1.2.3', '1.2.3'],
    ['12:30', '12:30'],
    ['0x', '0x'],
    ['-', '-'],
    ['.', '.'],
    ['arn:aws:iam::1:role/x', 'arn:aws:iam::1:role/x'],
    ['us-east-1', 'us-east-1'],
  ])('%s', (text, value) => expect(plainScalar(text)).toEqual(value))
})

describe('scalars with one of YAML’s own tags', () => {
  it.each([
    ['str', '012', '012'],
    ['int', '012', 10],
    ['int', 'x', undefined],
    ['int', '1.5', undefined],
    ['float', '1', 1],
    ['bool', 'true', true],
    ['bool', 'yes', undefined],
    ['null', '', null],
    ['null', 'x', undefined],
    ['binary', 'aGVs\n bG8=', 'hello'],
    ['timestamp', '2024-01-01', '2024-01-01'],
  ])('!!%s %s', (tag, text, value) => expect(taggedScalar(tag, text)).toEqual(value))
})
