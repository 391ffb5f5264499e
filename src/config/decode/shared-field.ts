import type { GenericSchema } from 'valibot'
import type { Via } from '../../auth/auth-config.ts'
import { child, isNothing } from '../yaml/tree.ts'
import { integrationSpecFields, sharedFields } from './entry-fields.ts'
import { type Inspection, inspect, nothing } from './inspect.ts'
import { pathOf, type RawEntry } from './raw-entry.ts'

/** A shared field, decoded on its own, so that a mistake in one does not hide another. */
export function sharedField(raw: RawEntry, name: string): Inspection {
  const schema = sharedFields[raw.section][name] as GenericSchema
  const tree = child(raw.pair.value, name)
  if (isNothing(tree) && schema.type === 'optional') return nothing
  return inspect(schema, {
    tree: isNothing(tree) ? undefined : tree,
    path: `${pathOf(raw)}.${name}`,
    place: tree ?? raw.pair,
  })
}

/** What an entry starts from; `undefined` where it does not say, or says it wrong. */
export function viaOf(raw: RawEntry): Via | undefined {
  if (isNothing(child(raw.pair.value, 'via'))) return undefined
  return sharedField(raw, 'via').output as Via | undefined
}

type SpecFieldName = keyof typeof integrationSpecFields

/** A field that all integrations share, from inside their `spec`. */
export function specField(raw: RawEntry, name: SpecFieldName): Inspection {
  const tree = child(child(raw.pair.value, 'spec'), name)
  return inspect(integrationSpecFields[name], {
    tree: isNothing(tree) ? undefined : tree,
    path: `${pathOf(raw)}.spec.${name}`,
    place: tree ?? raw.pair,
  })
}

/** Every mistake in those fields of an integration. */
export function specFieldProblems(raw: RawEntry): Inspection['problems'] {
  const names = Object.keys(integrationSpecFields) as SpecFieldName[]
  return names.flatMap(name => specField(raw, name).problems)
}
