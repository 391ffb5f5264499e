import { Failure } from '../../../errors/failure.ts'
import { toFailure } from '../../../errors/to-failure.ts'
import { keychainIsLikely, keychainVault } from '../../../stores/keychain.ts'
import { keyringOf } from '../../../stores/keyring.ts'
import { meansAbsent } from '../../../stores/vault.ts'
import type { Check } from '../check.ts'
import { type Finding, ok, problemOf, warning } from '../finding.ts'

const limitMs = 5_000

/** Where sessions and keys rest. A keychain that nobody can unlock here makes every command wait. */
export const keychain: Check = {
  id: 'keychain',
  title: 'The store of credentials',
  group: 'This machine',
  async run(facts) {
    const { auth, effects } = await facts.session()
    const keyring = keyringOf(auth.keyring, effects)
    if (keyring.type === 'file' && !keyring.hasPassword) return [withoutPassword(keyring.variable)]
    if (keyring.type !== 'system') return [ok(`Credentials rest in the store of type ${keyring.type}`)]
    if (!keychainIsLikely(effects)) return [without]
    const vault = keychainVault({ limitMs }, effects)
    const outcome = await vault.get('atmos-auth:doctor').catch(toFailure)
    if (!(outcome instanceof Failure)) return [ok('The system keychain can be used')]
    return [meansAbsent(outcome) ? without : asWarning(outcome)]
  },
}

const without = ok('There is no system keychain; sessions rest in a private file')

function withoutPassword(variable: string): Finding {
  return warning('The encrypted store has no password here', {
    cause: `${variable} is not set, so it is asked for at a terminal, and nothing is kept without one`,
    mend: `export ${variable}=…`,
  })
}

/** Commands go on without it, with a private file. */
function asWarning(failure: Failure): Finding {
  const { code: _, ...finding } = problemOf(failure)
  return { ...finding, status: 'warning' }
}
