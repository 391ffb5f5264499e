import { createHash } from 'node:crypto'

/** What the page says. Plain text; it is escaped here. */
export interface CallbackPage {
  readonly outcome: 'success' | 'failure'
  readonly title: string
  readonly text: string
}

/** Takes the one-time code out of the address bar and the history. */
const script = "history.replaceState(null,'','/')"

const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#16191f;--soft:#5b6472;--line:#e2e5ea;--mark:#16794c;--glow:#16794c1a}
.failure{--mark:#b3261e;--glow:#b3261e1a}
@media(prefers-color-scheme:dark){:root{--ground:#101318;--card:#191d24;--ink:#eef1f5;--soft:#a2abb8;--line:#2a303a;--mark:#4cc38a;--glow:#4cc38a26}.failure{--mark:#ff8a80;--glow:#ff8a8026}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:32rem;width:100%;padding:40px 32px 28px;text-align:center;background:var(--card);border:1px solid var(--line);border-radius:16px;box-shadow:0 12px 40px #00000012}
svg{width:72px;height:72px;margin-bottom:20px;color:var(--mark)}
circle{fill:var(--glow)}
path{fill:none;stroke:currentColor;stroke-width:3.5;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:1.4rem;line-height:1.3;font-weight:650;letter-spacing:-.01em}
p{margin-top:10px;color:var(--soft);overflow-wrap:anywhere;text-wrap:pretty}
footer{margin-top:28px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:.82rem}
@media(prefers-reduced-motion:no-preference){path{stroke-dasharray:60;animation:draw .5s .1s ease-out both}@keyframes draw{from{stroke-dashoffset:60}to{stroke-dashoffset:0}}}
`.trim()

const marks = { success: 'M23 37.5l9 9 18-20', failure: 'M26 26l20 20M46 26l-20 20' } as const

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing on the page comes from elsewhere, runs from elsewhere, or is kept. */
export function pageHeaders(): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  }
}

/** The page a browser lands on after a sign-in: self-contained, light and dark. */
export function callbackPage({ outcome, title, text }: CallbackPage): string {
  return `<!doctype html>
<html lang="en" class="${outcome}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<svg viewBox="0 0 72 72" aria-hidden="true"><circle cx="36" cy="36" r="36"/><path d="${marks[outcome]}"/></svg>
<h1>${escaped(title)}</h1>
${paragraphs(text)}
<footer>atmos-auth</footer>
</main>
<script>${script}</script>
</body>
</html>
`
}

/** One for every line. */
function paragraphs(text: string): string {
  return text
    .split('\n')
    .map(line => `<p>${escaped(line)}</p>`)
    .join('\n')
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, character => names[character] ?? '')
}
