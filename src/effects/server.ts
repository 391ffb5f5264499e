import type { HttpHandler } from './http.ts'

export interface Listening {
  /** Base URL, e.g. `http://127.0.0.1:41217`. */
  readonly url: string
  close(): Promise<void>
}

/** Listening for HTTP on the loopback interface only. */
export interface Server {
  /** @param port 0 for any free one */
  listen(handler: HttpHandler, port: number): Promise<Listening>
  /** Resolves when the person or the system asks the program to end (SIGINT, SIGTERM). */
  untilStopped(): Promise<void>
}
