import type { HttpResponse } from '../../effects/http.ts'

/** A page of the emulator. Texts are plain; they are escaped here. */
export interface Page {
  readonly status?: number
  readonly title: string
  readonly lines: readonly string[]
  readonly form?: PageForm
}

/** A form of the page; without an action it goes where the page came from. */
export interface PageForm {
  readonly method: 'get' | 'post'
  readonly action?: string
  readonly fields?: readonly PageField[]
  readonly buttons: readonly PageButton[]
  /** Sends itself, as pages of identity providers do. */
  readonly automatic?: boolean
}

interface PageField {
  readonly name: string
  /** Absent: typed by the person. */
  readonly value?: string
  readonly label?: string
  /** Absent: one value. */
  readonly choices?: readonly string[]
}

interface PageButton {
  readonly label: string
  readonly name?: string
  readonly value?: string
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:12vh auto;padding:0 1rem;color:#1b1f24}' +
  'h1{font-size:1.4rem}small{color:#6b7280}' +
  'button,input,select{font:inherit;padding:.5rem 1rem;margin:.4rem .5rem .4rem 0;border-radius:6px;border:1px solid #9ca3af}' +
  'button:first-of-type{background:#1f5fbf;border-color:#1f5fbf;color:#fff}'

/** A small page that says what it pretends to be. */
export function page({ status = 200, title, lines, form }: Page): HttpResponse {
  const body = [
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><link rel="icon" href="data:,">`,
    `<style>${style}</style><h1>${escaped(title)}</h1>`,
    ...lines.map(line => `<p>${escaped(line)}</p>`),
    form === undefined ? '' : formText(form),
    '<p><small>This is the emulator of atmos-auth: nobody signs in to anything real here.</small></p></html>\n',
  ]
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: body.join('\n'),
  }
}

/** Sends a browser elsewhere. */
export function redirect(
  address: string,
  query: Readonly<Record<string, string | undefined>> = {},
): HttpResponse {
  const url = new URL(address)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' }
}

function formText({ method, action, fields = [], buttons, automatic }: PageForm): string {
  const target = action === undefined ? '' : ` action="${escaped(action)}"`
  const start = `<form method="${method}"${target}>`
  const inputs = fields.map(fieldText)
  const ends = buttons.map(buttonText)
  const script = automatic === true ? '<script>document.forms[0].submit()</script>' : ''
  return [start, ...inputs, ...ends, '</form>', script].join('\n')
}

function fieldText({ name, value, label = name, choices }: PageField): string {
  const named = `name="${escaped(name)}"`
  if (choices !== undefined) {
    const options = choices.map(choice => `<option>${escaped(choice)}</option>`).join('')
    return `<p><label>${escaped(label)} <select ${named}>${options}</select></label></p>`
  }
  if (value !== undefined) return `<input type="hidden" ${named} value="${escaped(value)}">`
  return `<p><label>${escaped(label)} <input ${named} autocomplete="off" required></label></p>`
}

function buttonText({ label, name, value }: PageButton): string {
  const named = name === undefined ? '' : ` name="${escaped(name)}" value="${escaped(value ?? '')}"`
  return `<button${named}>${escaped(label)}</button>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
