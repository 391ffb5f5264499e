import type { CommandContext } from '@stricli/core'
import type { Catalog } from '../auth/kind.ts'
import type { Settings } from '../cli/settings.ts'
import type { Voice } from '../cli/voice.ts'
import type { Effects } from '../effects/effects.ts'
import type { Failure } from '../errors/failure.ts'

/** Loads the kinds: all of them, or only those that work without a configuration. */
export type LoadCatalog = (scope?: 'ambient') => Promise<Catalog>

/** What every command is given: the outside, the kinds it may use, and how to speak. */
export interface Context extends CommandContext {
  readonly effects: Effects
  /** Loaded on first use: printing help should not pay for it. */
  readonly catalog: LoadCatalog
  readonly settings: Settings
  readonly voice: Voice
  readonly version: string
  /** The words after `--`, as they were typed; absent where there was no `--`. */
  readonly afterDashes: readonly string[] | undefined
  /** Ends the run with this code although the command itself returns. */
  exitWith(code: number): void
  /** Shows a failure and remembers its exit code (the first one counts); the command goes on. */
  report(failure: Failure): void
}
