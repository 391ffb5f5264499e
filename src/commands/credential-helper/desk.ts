import type { Catalog } from '../../auth/kind.ts'
import type { Settings } from '../../cli/settings.ts'
import type { Recording } from '../../config/record-inputs.ts'
import type { Effects } from '../../effects/effects.ts'
import type { RegistryTokens } from '../../stores/registry-tokens.ts'
import type { Registration } from './registration.ts'

/** What every verb of the helper works with. */
export interface Desk {
  /** With nobody in front of it, and with a deadline. */
  readonly effects: Effects
  readonly catalog: Catalog
  readonly settings: Settings
  readonly registration: Registration
  /** Keeps a record of what the registration and the configuration were made from. */
  readonly recording: Recording
  readonly tokens: RegistryTokens
  /** Says a line to whoever started Docker. */
  tell(line: string): void
}

/** What a verb answers: the protocol knows two exit codes. */
export interface Answer {
  readonly exitCode: 0 | 1
  readonly stdout: string
}
