import type { Footprint } from '../../docker/edit-config.ts'
import type { Needs } from '../../effects/effects.ts'
import type { Failure } from '../../errors/failure.ts'

/** What the Docker sink touches. */
export type DockerEffects = Needs<'files' | 'env' | 'processes' | 'clock'>

/** Where Docker will find a login. */
export type DockerPlace =
  /** `auths` of this config.json. */
  | { readonly type: 'file'; readonly path: string }
  /** A credential store, by the name of its program: `docker-credential-pass`. */
  | { readonly type: 'store'; readonly program: string }
  /** Nothing was written: this program answers for the registry by itself. */
  | { readonly type: 'helper-serves'; readonly program: string }

/** What it takes to take a login back: plain data without a secret, fit to be kept in a ledger. */
export interface DockerUndo {
  readonly registry: string
  /** The config.json that decided. */
  readonly path: string
  readonly place: DockerPlace
  /** Of the login that was written; what bears another one now is not ours any more. */
  readonly fingerprint: string
  /** What was made around the entry; absent where no file was written. */
  readonly footprint?: Footprint
}

export interface DockerReceipt {
  readonly registry: string
  readonly place: DockerPlace
  /** Sentences for a person. */
  readonly warnings: readonly string[]
  readonly undo: DockerUndo
}

/** What became of one login. */
export type DockerOutcome = DockerReceipt | Failure

/** What became of taking one login back: gone now, gone already, or somebody else's by now and left alone. */
export type DockerRemoval = 'removed' | 'absent' | 'not-ours'
