import { expect, it } from 'vitest'
import type { Needs } from '../../effects/effects.ts'
import type { TakenPost } from './awaited-post.ts'
import { takePost } from './take-post.ts'

interface Command {
  readonly id: number
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  readonly sessionId?: string
}

/** A browser that plays a script: what it answers to each command, in messages. `undefined`: it ends. */
function browserThat(answer: (command: Command) => readonly (object | string | undefined)[], lastWords = '') {
  const commands: Command[] = []
  const messages: (string | undefined)[] = []
  let wake = () => {}
  const say = (message: object | string | undefined) => {
    messages.push(typeof message === 'object' ? JSON.stringify(message) : message)
    wake()
  }
  let ended = false
  const effects: Needs<'processes' | 'clock'> = {
    clock: {
      now: () => 0,
      deadline: Number.POSITIVE_INFINITY,
      sleep: (ms, how) => new Promise(resolve => setTimeout(resolve, how?.background ? ms : 0)),
    },
    processes: {
      run: () => Promise.reject(new Error('not here')),
      attach: () => Promise.reject(new Error('not here')),
      find: () => undefined,
      talk: async () => ({
        send: text => {
          const command = JSON.parse(text) as Command
          commands.push(command)
          for (const message of answer(command)) say(message)
        },
        receive: async () => {
          while (messages.length === 0 && !ended) {
            await new Promise<void>(resolve => {
              wake = resolve
            })
          }
          return messages.shift()
        },
        lastWords: () => lastWords,
        end: async () => {
          ended = true
          wake()
        },
      }),
    },
  }
  const take = (): Promise<TakenPost> =>
    takePost(
      {
        browser: '/usr/bin/browser',
        profile: '/tmp/profile',
        startUrl: 'https://idp.example.com/',
        patterns: ['https://*/saml*'],
        isAwaited: url => url === 'https://aws/saml',
        page: { headers: { 'content-type': 'text/html' }, body: '<h1>Thanks</h1>' },
        limitMs: 300,
      },
      effects,
    )
  return { take, commands }
}

const done = ({ id }: Command) => ({ id, result: {} })
const page = { method: 'Target.targetCreated', params: { targetInfo: { type: 'page', targetId: 'T' } } }
const destroyed = { method: 'Target.targetDestroyed', params: { targetId: 'T' } }
const paused = (request: object) => ({ method: 'Fetch.requestPaused', params: { requestId: 'R', request } })
const post = { method: 'POST', url: 'https://aws/saml', postData: 'SAMLResponse=x' }

/** Shows a page and says yes to everything; `more` is what happens once the person is sent off. */
const willing =
  (more: readonly object[], navigated: object = {}) =>
  (command: Command): readonly object[] => {
    if (command.method === 'Target.setDiscoverTargets') return [page, done(command)]
    if (command.method === 'Target.attachToTarget') return [{ id: command.id, result: { sessionId: 'S' } }]
    if (command.method === 'Page.navigate') return [{ id: command.id, result: navigated }, ...more]
    return [done(command)]
  }

it('takes the post, answers it with our page, and closes the browser', async () => {
  const { take, commands } = browserThat(willing([paused(post)]))
  expect(await take()).toEqual({ outcome: 'taken', body: 'SAMLResponse=x' })
  expect(commands.map(({ method }) => method)).toEqual([
    'Fetch.enable',
    'Target.setDiscoverTargets',
    'Target.attachToTarget',
    'Page.navigate',
    'Fetch.fulfillRequest',
    'Browser.close',
  ])
  expect(commands[3]).toMatchObject({ sessionId: 'S', params: { url: 'https://idp.example.com/' } })
  expect(commands[4]?.params).toMatchObject({
    responseHeaders: [{ name: 'content-type', value: 'text/html' }],
    body: Buffer.from('<h1>Thanks</h1>').toString('base64'),
  })
})

it.each([
  ['another address', { ...post, url: 'https://aws/saml/other' }],
  ['another method', { ...post, method: 'GET' }],
  ['no content', { ...post, postData: undefined }],
])('lets %s go on its way', async (_, request) => {
  const { take, commands } = browserThat(willing([paused(request)]))
  expect(await take()).toEqual({ outcome: 'too-late' })
  expect(commands.map(({ method }) => method)).toContain('Fetch.continueRequest')
})

it('knows a window that was closed', async () => {
  expect(await browserThat(willing([destroyed])).take()).toEqual({ outcome: 'closed' })
})

it.each([
  [
    { errorText: 'net::ERR_NAME_NOT_RESOLVED' },
    { outcome: 'unreachable', why: 'net::ERR_NAME_NOT_RESOLVED' },
  ],
  [{ errorText: 'net::ERR_ABORTED' }, { outcome: 'too-late' }],
])('knows a page that cannot be opened: %j', async (navigated, outcome) => {
  expect(await browserThat(willing([], navigated)).take()).toEqual(outcome)
})

it('says why a browser did not start, without the place in its source', async () => {
  const complaint = '\n[12:34:ERROR:env.cc(255)] The platform failed to initialize.\n\n'
  const { take } = browserThat(() => [undefined], complaint)
  expect(await take()).toEqual({ outcome: 'no-start', why: 'The platform failed to initialize.' })
})

it('passes over what it does not understand', async () => {
  const noise = ['', 'not JSON', '[]', { id: 'x' }, { method: 7 }, { method: 'Target.targetCreated' }]
  const calm = willing([paused(post)])
  const { take } = browserThat(command => [...noise, ...calm(command)])
  expect(await take()).toMatchObject({ outcome: 'taken' })
})
