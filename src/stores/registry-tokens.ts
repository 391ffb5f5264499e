import { isYoung } from '../auth/freshness.ts'
import type { RegistryToken } from '../auth/login.ts'
import type { Needs } from '../effects/effects.ts'
import { givenTokenName, isGivenTokenName, isGood, type KeptToken, lifeOf } from './kept-token.ts'
import { type TokenShelf, tokenShelf } from './token-shelf.ts'

/** Milliseconds to wait for another process that fetches the same token; the deadline may be nearer. */
const turnMs = 25_000

/** Milliseconds until a failed renewal is tried again while the old token is good. */
const pauseMs = 5 * 60_000

/** Where registry tokens rest between runs: one private file each, never a reason to fail. */
export interface RegistryTokens {
  /**
   * A token for the caller: the kept one until half of its life is over, then a new one. Of many callers at
   * once, in whatever processes, one fetches. Where that fails the old token is given out as long as it is good.
   * @throws what `fetch` throws
   */
  obtain(wish: TokenWish): Promise<RegistryToken>
  /** Keeps a token that somebody else fetched, for one host. */
  give(host: string, token: RegistryToken): void
  /** The token given for a host, while it is good (`good`), or not older than half of its life (`young`). */
  given(host: string, age: 'young' | 'good'): KeptToken | undefined
  /** Hosts somebody gave us a good token for, sorted. */
  givenHosts(): readonly string[]
  /** Forgets every token that was used for a host; without one all of them, and what is known about them. */
  forget(host?: string): void
}

export interface TokenWish {
  /** Name of the token's file: one for each way of making it. */
  readonly name: string
  readonly host: string
  /** @param hasOld whether the caller can go on with what there is, so that this one may not take long */
  fetch(hasOld: boolean): Promise<RegistryToken>
  /** Told when an old token is given out because `fetch` failed. */
  onOld(token: KeptToken, thrown: unknown): void
}

export function registryTokens(effects: Needs<'files' | 'env' | 'clock'>): RegistryTokens {
  const { clock } = effects
  const shelf = tokenShelf(effects)
  const good = (name: string): KeptToken | undefined => {
    const token = shelf.read(name)
    return token !== undefined && isGood(token, clock.now()) ? token : undefined
  }
  return {
    obtain: wish => obtain(wish, { shelf, good, clock }),
    give: (host, token) => shelf.write(givenTokenName(host), { ...token, from: clock.now(), hosts: [host] }),
    given: (host, age) => {
      const token = good(givenTokenName(host))
      if (token === undefined || age === 'good') return token
      return isYoung(lifeOf(token), clock.now()) ? token : undefined
    },
    givenHosts: () =>
      shelf
        .names()
        .filter(isGivenTokenName)
        .flatMap(name => good(name)?.hosts ?? []),
    forget: host => {
      for (const name of shelf.names()) {
        if (host === undefined || shelf.read(name)?.hosts.includes(host) === true) shelf.remove(name)
      }
    },
  }
}

interface Keeping extends Needs<'clock'> {
  readonly shelf: TokenShelf
  good(name: string): KeptToken | undefined
}

async function obtain(wish: TokenWish, keeping: Keeping): Promise<RegistryToken> {
  const { shelf, good, clock } = keeping
  const kept = fresh(wish, keeping)
  if (kept !== undefined) return kept
  const old = good(wish.name)
  const waitMs = Math.max(0, Math.min(turnMs, (clock.deadline - clock.now()) / 2))
  const release = await shelf.lock(wish.name, old === undefined ? waitMs : 0)
  // Somebody else renews it already; nobody needs to wait for that while the old one is good.
  if (release === undefined && old !== undefined) return old
  try {
    return fresh(wish, keeping) ?? (await renew(wish, keeping))
  } finally {
    release?.()
  }
}

/** The kept token, unless it is time for a new one. */
function fresh({ name, host }: TokenWish, { shelf, good, clock }: Keeping): KeptToken | undefined {
  const token = good(name)
  if (token === undefined) return undefined
  const now = clock.now()
  if (!isYoung(lifeOf(token), now) && now >= (token.nextTry ?? 0)) return undefined
  if (!token.hosts.includes(host)) shelf.write(name, { ...token, hosts: [...token.hosts, host] })
  return token
}

async function renew(wish: TokenWish, { shelf, good, clock }: Keeping): Promise<RegistryToken> {
  const { name, host } = wish
  const old = good(name)
  try {
    const { username, password, expiresAt } = await wish.fetch(old !== undefined)
    shelf.sweep()
    const hosts = [...new Set([...(old?.hosts ?? []), host])]
    shelf.write(name, { username, password, expiresAt, from: clock.now(), hosts })
    return { username, password, expiresAt }
  } catch (thrown) {
    if (old === undefined) throw thrown
    shelf.write(name, { ...old, nextTry: clock.now() + pauseMs })
    wish.onOld(old, thrown)
    return old
  }
}
