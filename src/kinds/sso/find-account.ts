import { sameName } from '../../auth/lookup.ts'
import { type Account, listAccounts, type PortalAccess } from '../../clients/aws/sso-portal.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { nearest } from '../../errors/nearest.ts'

/** How a configuration names an account; the id counts where both are there. */
export type AccountReference = { readonly id: string } | { readonly name: string }

/** Names shown in a message. */
const shown = 20

/**
 * The account of a reference: by id without a call, by name among all pages of the portal's list, as written or
 * else without regard to case.
 * @throws Failure `access-denied` with the nearest name, or with the ids when several accounts share it
 */
export async function findAccount(
  reference: AccountReference,
  access: PortalAccess,
  effects: Needs<'http' | 'clock' | 'env' | 'random'>,
): Promise<{ readonly id: string }> {
  if ('id' in reference) return reference
  const { name } = reference
  const accounts = await listAccounts(access, effects)
  const exact = accounts.filter(account => account.name === name)
  const found = exact.length > 0 ? exact : accounts.filter(account => sameName(account.name, name))
  const [account, ...others] = found
  if (account === undefined) throw noSuchAccount(name, accounts)
  if (others.length > 0) throw severalAccounts(name, found)
  return account
}

function noSuchAccount(name: string, accounts: readonly Account[]): Failure {
  const names = accounts.map(account => account.name)
  const close = nearest(name, names)
  const more = names.length > shown ? `, and ${names.length - shown} more` : ''
  return new Failure({
    code: 'access-denied',
    what: `The portal offers no account called ${name}`,
    why:
      names.length === 0 ? 'it offers none at all' : `it offers: ${names.slice(0, shown).join(', ')}${more}`,
    next:
      close === undefined
        ? 'Correct principal.account, or have the account assigned to you'
        : `Did you mean ${close}?`,
    details: { account: name, known: names.length },
  })
}

function severalAccounts(name: string, accounts: readonly Account[]): Failure {
  const ids = accounts.map(account => account.id)
  return new Failure({
    code: 'config-invalid',
    what: `The portal offers ${accounts.length} accounts called ${name}`,
    why: `their ids: ${ids.join(', ')}`,
    next: `Name one by its id: account: { id: "${ids[0]}" }`,
    details: { account: name, ids },
  })
}
