import { expect, it } from 'vitest'
import { unknownKind } from './unknown-kind.ts'

const kinds = [{ kind: 'aws/assume-role' }, { kind: 'aws/ecr' }]
const hintFor = (kind: string) => unknownKind('Identity', { name: 'dev', kind, problems: [] }, kinds).next

it.each([
  ['the nearest kind for a slip of the fingers', 'aws/asume-role', 'Did you mean aws/assume-role?'],
  ["Atmos for a kind of Atmos's, however near one of ours is", 'aws/eks', "Use Cloud Posse's atmos for it"],
  [
    'the page that lists the kinds for anything else',
    'something',
    'See docs/kinds.md for the kinds there are',
  ],
])('recommends %s', (_, kind, hint) => {
  expect(hintFor(kind)).toBe(hint)
})
