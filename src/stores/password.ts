import { Secret } from '../auth/secret.ts'
import type { Needs } from '../effects/effects.ts'
import { vaultFailure } from './vault.ts'

/** Characters; as Atmos has it. */
const shortest = 8

export interface PasswordWish {
  /** Name of the variable that may hold it. */
  readonly variable: string
  /** The file it is for. */
  readonly path: string
  /** Whether that file is still to be made: a mistyped password would lock it for ever, so it is asked twice. */
  readonly isNew: boolean
}

/**
 * The password of the encrypted store: from its variable, or asked for where somebody can answer.
 * @throws Failure when there is none, when it is too short, or when the two answers differ
 */
export async function storePassword(
  wish: PasswordWish,
  { env, terminal }: Needs<'env' | 'terminal'>,
): Promise<Secret> {
  const { variable, path, isNew } = wish
  const given = env.get(variable)
  if (given !== undefined && given !== '') return longEnough(given, wish)
  if (!terminal.canAsk)
    throw unusable(wish, `${variable} is not set, and nobody can be asked for the password`)
  const answer = await terminal.ask(`Password for ${path}${isNew ? ' (new)' : ''}`, { hidden: true })
  if (answer === undefined) throw unusable(wish, 'no password was given')
  if (isNew && (await terminal.ask('The same password again', { hidden: true })) !== answer) {
    throw unusable(wish, 'the two passwords differ')
  }
  return longEnough(answer, wish)
}

function longEnough(password: string, wish: PasswordWish): Secret {
  if ([...password].length >= shortest) return new Secret(password)
  throw unusable(wish, `its password must have at least ${shortest} characters`)
}

function unusable({ path, variable }: PasswordWish, why: string) {
  return vaultFailure({
    place: path,
    trouble: 'locked',
    why,
    next: `export ${variable}=… (at least ${shortest} characters)`,
  })
}
