import { type GenericSchema, object, optional } from 'valibot'
import type { Problem } from '../../auth/auth-config.ts'
import { child } from '../yaml/tree.ts'
import { type Fields, integrationSpecFields, leftAlone, sharedFields, specWords } from './entry-fields.ts'
import { knownKeys, unknownKeys } from './known-keys.ts'
import { type EntryKind, kindOf, pathOf, type RawEntry } from './raw-entry.ts'

/** Every key that may stand in an entry of a kind: the kind's own, those all entries share, and Atmos's. */
export function keysOf(section: 'providers' | 'identities', kindSpec: GenericSchema): Fields {
  const own = knownKeys(kindSpec) ?? {}
  const inSpec = own.spec === undefined ? undefined : knownKeys(own.spec)
  const spec = inSpec === undefined ? {} : { spec: optional(object({ ...specWords, ...inSpec })) }
  return { ...leftAlone[section], ...sharedFields[section], ...own, ...spec }
}

/** Keys that neither Atmos nor the kind knows. */
export function unknownKeyProblems(raw: RawEntry): readonly Problem[] {
  const kind = kindOf(raw)
  if (kind === undefined) return []
  const { section, pair } = raw
  if (section === 'integrations') return unknownInIntegration(raw, kind)
  return unknownKeys(keysOf(section, kind.spec), pair.value, pathOf(raw))
}

function unknownInIntegration(raw: RawEntry, kind: EntryKind): readonly Problem[] {
  const atTop = { ...leftAlone.integrations, ...sharedFields.integrations }
  const inSpec = { ...integrationSpecFields, ...knownKeys(kind.spec) }
  const spec = child(raw.pair.value, 'spec')
  return [
    ...unknownKeys(atTop, raw.pair.value, pathOf(raw)),
    ...(spec === undefined ? [] : unknownKeys(inSpec, spec, `${pathOf(raw)}.spec`)),
  ]
}
