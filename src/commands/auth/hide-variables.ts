import { isRecord } from '../../auth/parse-json.ts'
import { isSensitiveVariable } from '../sensitive-variable.ts'
import type { Written } from './written-facts.ts'

const hidden = '***'

/** The entry with the values of its `env` hidden, except those of variables that by their name hold no secret. */
export function hideVariables(written: Written): Written {
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => [
      key,
      key.toLowerCase() === 'env' ? variablesHidden(value) : value,
    ]),
  )
}

/** Atmos has variables as a list of `key` and `value`; a map is taken too. */
function variablesHidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(variableHidden)
  if (!isRecord(value)) return hidden
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, isSensitiveVariable(name) ? hidden : text]),
  )
}

function variableHidden(item: unknown): unknown {
  if (!isRecord(item)) return hidden
  const key = Object.entries(item).find(([name]) => name.toLowerCase() === 'key')?.[1]
  if (typeof key === 'string' && !isSensitiveVariable(key)) return item
  return Object.fromEntries(
    Object.entries(item).map(([name, text]) => [name, name.toLowerCase() === 'value' ? hidden : text]),
  )
}
