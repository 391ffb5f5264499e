import type { SsoPortal } from '../../auth/credentials.ts'

type Place = Pick<SsoPortal, 'startUrl' | 'region'>

/** The same place, however its address was typed: `/start`, `/start/` and `/start/#/` are one portal. */
export function portalKey({ startUrl, region }: Place): string {
  const plain = URL.canParse(startUrl) ? new URL(startUrl).href : startUrl
  return `${plain.replace(/\/*(#\/?)?$/, '')} ${region}`
}

/** Whether a session, or a name for one, is of this portal. */
export function isOf(session: Place, portal: SsoPortal): boolean {
  return portalKey(session) === portalKey(portal)
}
