import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { Talk, TalkRequest } from '../processes.ts'
import { beforeEnd } from './before-end.ts'
import { killGroup } from './kill-group.ts'

/** Characters kept of what the program complains about. */
const wordsKept = 4000

/** Characters of one message; whoever sends more is not understood anyway. */
const messageLimit = 16 * 1024 * 1024

/** See `Processes.talk`. */
export function talkToProgram({ command, args }: TalkRequest): Promise<Talk> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    const cancel = beforeEnd(() => killGroup(child))
    const ended = new Promise<void>(settle => child.once('exit', () => settle()))
    void ended.then(cancel)
    const complaints = lastWordsOf(child.stdio[2] as Readable)
    const to = child.stdio[3] as Writable
    // A program may end while it is spoken to.
    to.on('error', () => {})
    const inbox = inboxOf(child.stdio[4] as Readable)
    child.once('error', error => {
      cancel()
      reject(error)
    })
    child.once('spawn', () =>
      resolve({
        send: message => void (to.writable && to.write(`${message}\0`)),
        receive: inbox,
        lastWords: complaints,
        end: async graceMs => {
          const timer = setTimeout(() => killGroup(child), graceMs)
          await ended
          clearTimeout(timer)
        },
      }),
    )
  })
}

/** Messages in the order they came, however they were cut into chunks. */
function inboxOf(from: Readable): () => Promise<string | undefined> {
  const waiting: string[] = []
  let closed = false
  let wake = () => {}
  let rest = ''
  const close = () => {
    closed = true
    wake()
  }
  from.setEncoding('utf8')
  from.on('data', (chunk: string) => {
    const [first = '', ...more] = chunk.split('\0')
    const parts = [rest + first, ...more]
    rest = parts.pop() ?? ''
    if (rest.length > messageLimit) from.destroy()
    waiting.push(...parts)
    wake()
  })
  from.on('error', close)
  from.on('close', close)
  return async () => {
    while (waiting.length === 0 && !closed) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    return waiting.shift()
  }
}

function lastWordsOf(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(-wordsKept)
  })
  stream.on('error', () => {})
  return () => text
}
