/** What an island is to be: who lives under which name, and what else runs there. */
export interface IslandOptions {
  /** Private registries, e.g. `123456789012.dkr.ecr.us-east-2.amazonaws.com`. `public.ecr.aws` is always there. */
  readonly privateRegistries: readonly string[]
  /** A real Docker engine, for `docker pull`. */
  readonly engine: boolean
  /** The credentials endpoints of ECS and EC2 on their link-local addresses. */
  readonly metadata: boolean
}

/** One program to run on the island. */
export interface Command {
  readonly line: readonly [program: string, ...args: string[]]
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly input?: string
  readonly timeoutMs: number
  /** Let it go on in the background; the answer comes once it printed something, or ended. */
  readonly background: boolean
}

/** What a program said, exactly. */
export interface Outcome {
  /** `undefined` when a signal ended it, or when it goes on in the background. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** From the test to the island. */
export type Order =
  | { readonly kind: 'open'; readonly folder: string; readonly options: IslandOptions }
  | { readonly kind: 'run'; readonly id: number; readonly command: Command }

/** From the island to the test. */
export type Report =
  | { readonly kind: 'open' }
  | { readonly kind: 'sunk'; readonly reason: string }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: Outcome }
