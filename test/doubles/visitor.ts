import type { Effects } from '../../src/effects/effects.ts'
import type { HttpHandler } from '../../src/effects/http.ts'
import { type Place, walk } from './walker.ts'

/** Somebody who signs in where the program sends them; tests change their mind between runs. */
export interface Visitor {
  /** Whether a browser opens on this machine; elsewhere they take another one, and the address on the screen. */
  desktop: boolean
  /** What they press at the page; nothing when `undefined`. */
  button: 'Allow access' | 'Deny access' | undefined
}

export interface Visits extends Pick<Effects, 'browser' | 'server'> {
  /** Reads what is said, as a person does: an address with a code in it is gone to. */
  hear(text: string): void
  /** Resolves when every page that was opened has done its work. */
  settled(): Promise<void>
  /** Where the browsers ended up. */
  readonly places: readonly Place[]
}

/** The web as a browser sees it: the services, and the loopback server that listens meanwhile. */
export function createVisits(visitor: Visitor, services: HttpHandler): Visits {
  let listener: { readonly url: string; readonly handler: HttpHandler } | undefined
  let port = 41_000
  let errands: Promise<void>[] = []
  const places: Place[] = []
  const web: HttpHandler = request => {
    if (listener !== undefined && request.url.startsWith(listener.url)) return listener.handler(request)
    if (request.url.startsWith('http://127.0.0.1')) throw new Error(`nobody listens at ${request.url}`)
    return services(request)
  }
  const visit = (url: string) => {
    const { button } = visitor
    if (button === undefined) return
    errands.push(walk({ url, button }, web).then(place => void places.push(place)))
  }
  return {
    places,
    hear(text) {
      const [url] = /https?:\/\/\S+[?&]user_code=\S+/.exec(text) ?? []
      if (url !== undefined && !visitor.desktop) visit(url)
    },
    async settled() {
      const waiting = errands
      errands = []
      await Promise.all(waiting)
    },
    browser: {
      get available() {
        return visitor.desktop
      },
      async open(url) {
        if (visitor.desktop) visit(url)
        return visitor.desktop
      },
      openApart: async () => false,
      chrome: () => undefined,
    },
    server: {
      async listen(handler) {
        port += 1
        const url = `http://127.0.0.1:${port}`
        listener = { url, handler }
        return {
          url,
          close: async () => {
            listener = undefined
          },
        }
      },
      untilStopped: async () => undefined,
    },
  }
}
