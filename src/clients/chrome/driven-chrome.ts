import { isRecord, parseJson } from '../../auth/parse-json.ts'
import type { Talk } from '../../effects/processes.ts'

export type Fields = Readonly<Record<string, unknown>>

interface ChromeEvent {
  /** `Fetch.requestPaused`. */
  readonly method: string
  readonly params: Fields
}

/** A browser that does what it is told. Source: the Chrome DevTools Protocol. */
export interface DrivenChrome {
  /**
   * Gives one command. @param session the page it is for; without it, the browser
   * @returns its result; `undefined` when the browser refused it or is gone
   */
  command(method: string, params?: Fields, session?: string): Promise<Fields | undefined>
  /** What happens in the browser; `undefined` once it is gone. */
  nextEvent(): Promise<ChromeEvent | undefined>
}

/** Speaks the debugging protocol with a browser that was started with `--remote-debugging-pipe`. */
export function driveChrome(talk: Talk): DrivenChrome {
  const pending = new Map<number, (result: Fields | undefined) => void>()
  const events: ChromeEvent[] = []
  let wake = () => {}
  let gone = false
  let commands = 0

  async function listen(): Promise<void> {
    for (let message = await talk.receive(); message !== undefined; message = await talk.receive()) {
      take(readMessage(message))
    }
    gone = true
    for (const settle of pending.values()) settle(undefined)
    wake()
  }

  function take({ id, method, params, result }: Message): void {
    if (method !== undefined) events.push({ method, params })
    else if (id !== undefined) pending.get(id)?.(result)
    if (id !== undefined) pending.delete(id)
    wake()
  }

  void listen()
  return {
    command(method, params = {}, session) {
      if (gone) return Promise.resolve(undefined)
      commands += 1
      const id = commands
      const sessionId = session === undefined ? {} : { sessionId: session }
      talk.send(JSON.stringify({ id, method, params, ...sessionId }))
      return new Promise(resolve => pending.set(id, resolve))
    },
    async nextEvent() {
      while (events.length === 0 && !gone) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      return events.shift()
    },
  }
}

interface Message {
  readonly id: number | undefined
  readonly method: string | undefined
  readonly params: Fields
  readonly result: Fields | undefined
}

function readMessage(text: string): Message {
  const { id, method, params, result } = fieldsOf(parseJson(text))
  return {
    id: typeof id === 'number' ? id : undefined,
    method: typeof method === 'string' ? method : undefined,
    params: fieldsOf(params),
    result: isRecord(result) ? result : undefined,
  }
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {}
}
