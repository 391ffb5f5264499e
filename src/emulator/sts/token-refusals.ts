import { Refusal } from '../refusal.ts'

/** How STS refuses an assertion or an identity token that proves nothing to it. */
export function invalidToken(message: string): Refusal {
  return new Refusal({ code: 'InvalidIdentityToken', status: 400 }, message)
}

/** How STS refuses one whose time is over. */
export function expiredToken(message: string): Refusal {
  return new Refusal({ code: 'ExpiredTokenException', status: 400 }, message)
}
