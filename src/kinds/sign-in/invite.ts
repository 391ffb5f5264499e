import type { Needs } from '../../effects/effects.ts'
import { copyToClipboard } from './clipboard.ts'

/** What a person is asked to do. */
export interface Invitation {
  /** One line: where they sign in, and how that was chosen. */
  readonly headline: string
  readonly url: string
  /** What they compare with the page; never a secret. */
  readonly code?: string
  /** Opened instead of `url`, where the code is filled in already. */
  readonly completeUrl?: string
}

/**
 * Prints address and code, always both; on a terminal also copies the code and opens the browser where one can
 * open.
 */
export async function invite(
  { headline, url, code, completeUrl = url }: Invitation,
  effects: Needs<'terminal' | 'browser' | 'env' | 'processes'>,
): Promise<void> {
  const { terminal, browser } = effects
  const isTerminal = terminal.isTerminal.stderr
  const opened = isTerminal && browser.available && (await browser.open(completeUrl))
  const copied = code !== undefined && isTerminal && (await copyToClipboard(code, effects))
  const lines = [headline, opened ? '  If no page opened, go to:' : '  Go to:', `    ${completeUrl}`]
  if (code !== undefined) lines.push(`  Code: ${code}${copied ? '  (copied to the clipboard)' : ''}`)
  terminal.say(`${lines.join('\n')}\n`)
}
