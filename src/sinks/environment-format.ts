import type { Needs } from '../effects/effects.ts'
import type { Variables } from './environment.ts'
import { quoteForDotenv, quoteForFish, quoteForPowershell, quoteForShell } from './environment-quote.ts'

/** What `auth env --format` takes. */
export const environmentFormats = ['bash', 'dotenv', 'env', 'json', 'github', 'fish', 'powershell'] as const
export type EnvironmentFormat = (typeof environmentFormats)[number]

export interface FormattedEnvironment {
  readonly text: string
  /** What the format could not say, for people. Names of variables only. */
  readonly notes: readonly string[]
}

type Pair = readonly [name: string, value: string]

interface Format {
  /** One variable; `undefined` where the format has no way to write it. */
  line(pair: Pair, random: Needs<'random'>): string | undefined
  /** Statements that take variables out; absent where the format has none. */
  unset?(names: readonly string[]): string
}

const formats: Readonly<Record<Exclude<EnvironmentFormat, 'json'>, Format>> = {
  bash: {
    line: ([name, value]) => (isShellName(name) ? `export ${name}=${quoteForShell(value)}\n` : undefined),
    unset: names => `unset ${names.join(' ')}\n`,
  },
  dotenv: {
    line: ([name, value]) => (isShellName(name) ? `${name}=${quoteForDotenv(value)}\n` : undefined),
  },
  env: {
    line: ([name, value]) =>
      /[\r\n]/.test(value) || /[=\r\n]/.test(name) ? undefined : `${name}=${value}\n`,
  },
  github: { line: githubLine },
  fish: {
    line: ([name, value]) => (isShellName(name) ? `set -gx ${name} ${quoteForFish(value)}\n` : undefined),
    unset: names => names.map(name => `set -eg ${name}\n`).join(''),
  },
  powershell: {
    line: ([name, value]) =>
      isShellName(name) ? `$Env:${name} = ${quoteForPowershell(value)}\n` : undefined,
    unset: names =>
      `Remove-Item -ErrorAction SilentlyContinue -Path ${names.map(name => `Env:${name}`).join(',')}\n`,
  },
}

/**
 * Variables as text for a shell or a file, sorted by name. Shell formats take out first what would win over
 * them; other formats cannot, and a note names those that are set here.
 */
export function formatEnvironment(
  { variables, format }: { readonly variables: Variables; readonly format: EnvironmentFormat },
  effects: Needs<'env' | 'random'>,
): FormattedEnvironment {
  const pairs = Object.entries(variables.set).sort(([one], [other]) => (one < other ? -1 : 1))
  const shadowing = shadowNote(variables, format, effects)
  if (format === 'json') {
    return { text: `${JSON.stringify(Object.fromEntries(pairs), undefined, 2)}\n`, notes: shadowing }
  }
  const { line, unset } = formats[format]
  const lines = pairs.map(pair => [pair[0], writable(pair) ? line(pair, effects) : undefined] as const)
  const unsayable = lines.flatMap(([name, text]) => (text === undefined ? [name] : []))
  const head = unset === undefined || variables.unset.length === 0 ? '' : unset(variables.unset)
  return {
    text: head + lines.map(([, text]) => text ?? '').join(''),
    notes: [...shadowing, ...unsayable.map(name => `${name} cannot be written in the format ${format}`)],
  }
}

function shadowNote(
  { unset }: Variables,
  format: EnvironmentFormat,
  { env }: Needs<'env'>,
): readonly string[] {
  if (format !== 'json' && formats[format].unset !== undefined) return []
  const present = unset.filter(name => env.get(name))
  if (present.length === 0) return []
  return [
    `${present.join(', ')} ${present.length === 1 ? 'is' : 'are'} set here and win over AWS_PROFILE; the format ${format} cannot unset them`,
  ]
}

/** No environment holds NUL or a variable without a name. */
function writable([name, value]: Pair): boolean {
  return name !== '' && !name.includes('\0') && !value.includes('\0')
}

function isShellName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name)
}

/** One line, or a block between two lines that nobody can guess and hence no value can forge. */
function githubLine([name, value]: Pair, { random }: Needs<'random'>): string | undefined {
  if (/[=\r\n]|<</.test(name)) return undefined
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`
  const border = `ATMOS_EOF_${Buffer.from(random.bytes(16)).toString('hex')}`
  return `${name}<<${border}\n${value}\n${border}\n`
}
