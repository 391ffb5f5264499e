/** A form that a page will post somewhere, and that we want instead. */
export interface AwaitedPost {
  /** Absolute path of the browser. */
  readonly browser: string
  /** The browser's own folder: cookies of the sign-in stay in it. */
  readonly profile: string
  /** Where the person begins. */
  readonly startUrl: string
  /** Addresses to stop requests at, in Chrome's wildcards; what `isAwaited` turns down goes on unharmed. */
  readonly patterns: readonly string[]
  isAwaited(url: string): boolean
  /** Shown instead of the other side's answer. */
  readonly page: { readonly headers: Readonly<Record<string, string>>; readonly body: string }
  /** How long the person may take, milliseconds. */
  readonly limitMs: number
}

/** What became of the wait. */
export type TakenPost =
  | { readonly outcome: 'taken'; readonly body: string }
  /** The person closed the window. */
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'too-late' }
  /** The start address could not be opened. */
  | { readonly outcome: 'unreachable'; readonly why: string }
  /** The browser ended before it showed anything. */
  | { readonly outcome: 'no-start'; readonly why: string }
