import type { HttpHandler, HttpResponse } from '../../src/effects/http.ts'

/** Where a browser without a screen has come to. */
export interface Place extends HttpResponse {
  readonly url: string
}

export interface Errand {
  readonly url: string
  /** Words on the button to press. */
  readonly button: string
  /** What is typed or chosen, by the field's name. */
  readonly fields?: Readonly<Record<string, string>>
}

/** Opens a page, fills in its form, presses a button, and follows where that leads. */
export async function walk(errand: Errand, web: HttpHandler): Promise<Place> {
  const page = await follow({ method: 'GET', url: errand.url, headers: {} }, web)
  return await press(page, errand, web)
}

/** Presses a button of a page that is open. */
export async function press(
  page: Place,
  { button, fields = {} }: Omit<Errand, 'url'>,
  web: HttpHandler,
): Promise<Place> {
  const pressed = [...page.body.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].find(
    ([, , label]) => label === button,
  )
  if (pressed === undefined) throw new Error(`no button "${button}" at ${page.url}:\n${page.body}`)
  const form = new URLSearchParams()
  for (const [tag] of page.body.matchAll(/<(?:input|select)[^>]*>/g)) {
    form.set(attribute(tag, 'name'), attribute(tag, 'value'))
  }
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const name = attribute(pressed[1] ?? '', 'name')
  if (name !== '') form.set(name, attribute(pressed[1] ?? '', 'value'))
  const [tag = ''] = /<form[^>]*>/.exec(page.body) ?? []
  const url = new URL(attribute(tag, 'action') || page.url, page.url)
  if (attribute(tag, 'method') === 'get') {
    url.search = String(form)
    return await follow({ method: 'GET', url: url.href, headers: {} }, web)
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return await follow({ method: 'POST', url: url.href, headers, body: String(form) }, web)
}

async function follow(request: Parameters<HttpHandler>[0], web: HttpHandler): Promise<Place> {
  const answer = await web(request)
  const { location } = answer.headers
  if (answer.status !== 302 || location === undefined) return { ...answer, url: request.url }
  return await follow({ method: 'GET', url: location, headers: {} }, web)
}

/** A value as the page means it: character references are read. */
function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? []
  return value.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
}
