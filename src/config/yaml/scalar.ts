import type { ScalarValue } from './tree.ts'

const words = new Map<string, ScalarValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, null] as const),
  ...['true', 'True', 'TRUE'].map(word => [word, true] as const),
  ...['false', 'False', 'FALSE'].map(word => [word, false] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(word => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map(word => [word, -Infinity] as const),
  ...['.nan', '.NaN', '.NAN'].map(word => [word, Number.NaN] as const),
])

const longestWord = 5

const decimalInteger = /^[-+]?(0|[1-9][0-9]*)$/
const basedInteger = /^[-+]?0(x[0-9a-f]+|o?[0-7]+|b[01]+)$/i
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i

/**
 * What a plain (unquoted) scalar means. Atmos reads its files with Go's yaml.v3, and so do we: `012` is the
 * octal number 10, `089` the number 89, `1_000` is 1000, while `yes`, `on` and dates stay text.
 */
export function plainScalar(text: string): ScalarValue {
  const word = text.length > longestWord ? undefined : words.get(text)
  if (word !== undefined) return word
  const first = text.charCodeAt(0)
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  return mayBeNumber ? (numberOf(text.replaceAll('_', '')) ?? text) : text
}

function numberOf(text: string): number | undefined {
  if (decimalInteger.test(text) || (float.test(text) && !basedInteger.test(text))) return Number(text)
  if (!basedInteger.test(text)) return undefined
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '').toLowerCase()
  return sign * Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
}

/** The value of a scalar with one of YAML's own tags (`!!str`); `undefined` where it does not fit the tag. */
export function taggedScalar(tag: string, text: string): ScalarValue | undefined {
  if (tag === 'str' || tag === 'timestamp') return text
  if (tag === 'binary') return Buffer.from(text.replaceAll(/\s/g, ''), 'base64').toString('utf8')
  const plain = plainScalar(text)
  if (tag === 'null') return plain === null ? null : undefined
  if (tag === 'bool') return typeof plain === 'boolean' ? plain : undefined
  if (tag === 'float') return typeof plain === 'number' ? plain : undefined
  if (tag === 'int') return Number.isInteger(plain) ? plain : undefined
  return undefined
}
