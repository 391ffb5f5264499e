import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OutputOptions, rolldown } from 'rolldown'
import { staticClosure } from './static-closure.ts'
import { thirdPartyNotices } from './third-party.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Loaded from where it is installed, because it holds a native part. */
const external = ['@napi-rs/keyring']

const source = (file: string) => join(root, 'src', file)

/** What every run of `atmos` loads (the words of `aws` are few), and what a login without a configuration adds. */
const always = new Set([
  ...staticClosure(['bin/atmos.ts', 'commands/aws/routes.ts'].map(source)),
  join(root, 'package.json'),
])
const login = staticClosure(['commands/aws/ecr/login.ts', 'kinds/ambient-catalog.ts'].map(source))

const isPackage = (id: string, name: string) => id.includes(`/node_modules/${name}/`)

const written = {
  dir: dist,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  minify: true,
} as const satisfies OutputOptions

const bundle = await rolldown({
  input: {
    atmos: join(root, 'src/bin/atmos.ts'),
    'chunks/credential-long-way': join(root, 'src/bin/credential-long-way.ts'),
  },
  cwd: root,
  platform: 'node',
  external,
  // Nobody imports the doors, so they need no exports of their own.
  preserveEntrySignatures: 'allow-extension',
  // Some packages hide their parts from bundlers in their CommonJS form.
  resolve: { mainFields: ['module', 'main'] },
  treeshake: { moduleSideEffects: false },
})
rmSync(dist, { recursive: true, force: true })
const { output } = await bundle.write({
  ...written,
  // Left to itself the bundler makes a file of everything that two commands share, and each file more costs a
  // start half a millisecond.
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      // Without the door itself: whatever shared its file would run it, and the helper's long way shares a lot.
      {
        name: 'always',
        test: id => (always.has(id) && id !== source('bin/atmos.ts')) || isPackage(id, '@stricli'),
        priority: 2,
      },
      { name: 'login', test: id => login.has(id) || isPackage(id, 'valibot'), priority: 1 },
    ],
  },
})
await bundle.close()

/** The credential helper's cached answer in one file: what it shares with the others would cost it seven. */
const door = await rolldown({
  input: { 'docker-credential-atmos': join(root, 'src/bin/docker-credential-atmos.ts') },
  cwd: root,
  platform: 'node',
  plugins: [
    {
      name: 'the long way is built already',
      resolveId: id =>
        id === './credential-long-way.ts' ? { id: './chunks/credential-long-way.cjs', external: true } : null,
    },
  ],
  treeshake: { moduleSideEffects: false },
})
await door.write({ ...written, dynamicImportInCjs: false })
await door.close()

const modules = output.flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
writeFileSync(join(dist, 'THIRD-PARTY.md'), thirdPartyNotices(modules))
for (const program of ['atmos.cjs', 'docker-credential-atmos.cjs']) chmodSync(join(dist, program), 0o755)
