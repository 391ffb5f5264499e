/**
 * Adds to package-lock.json the optional packages of other platforms that the registry in use does not have.
 * npm leaves them out when it cannot fetch their descriptions, and `npm ci` then refuses its own lock file
 * (`Missing: @scope/x-darwin-arm64@ from lock file`). Their versions are exact and their names say the
 * platform, so that nothing has to be fetched to write them down.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Locked {
  version: string
  dev?: true
  optionalDependencies?: Record<string, string>
}

const file = join(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }

for (const [path, owner] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    if (!/^\d/.test(version)) continue
    const place = freePlace(path, { name, version })
    if (place === undefined) continue
    lock.packages[place] = { version, ...(owner.dev && { dev: true }), ...platformOf(name) }
    console.log(`added ${place} ${version}`)
  }
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)

/** Where Node would look for the package and nothing is yet, as far out as possible; `undefined` when it is there. */
function freePlace(path: string, wanted: { readonly name: string; readonly version: string }) {
  const places = [...outwards(path)].map(folder => `${folder}node_modules/${wanted.name}`)
  const found = places.find(place => lock.packages[place] !== undefined)
  if (found === undefined) return places.at(-1)
  if (lock.packages[found]?.version === wanted.version) return undefined
  return places[places.indexOf(found) - 1]
}

/** `a/node_modules/b` -> `a/node_modules/b/`, `a/`, ``. */
function* outwards(path: string) {
  for (let inner = path; inner !== ''; inner = inner.slice(0, inner.lastIndexOf('node_modules/'))) {
    inner = inner.replace(/\/$/, '')
    yield `${inner}/`
  }
  yield ''
}

/** npm's own fields for a package named like `binding-linux-arm64-musl`. */
function platformOf(name: string) {
  const os = /-(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)(-|$)/.exec(name)?.[1]
  const cpu = /-(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)(-|$)/.exec(name)?.[1]
  if (cpu === undefined) throw new Error(`${name} does not say its platform`)
  const libc = os === 'linux' ? (/-(musl|gnu)/.exec(name)?.[1] ?? 'gnu') : undefined
  return {
    cpu: [cpu],
    ...(libc && { libc: [libc === 'gnu' ? 'glibc' : libc] }),
    optional: true,
    ...(os && { os: [os] }),
  }
}
