import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { thirdPartyNotices } from './third-party.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Loaded from where it is installed, because it holds a native part. */
const external = ['@napi-rs/keyring']

const bundle = await rolldown({
  input: {
    atmos: join(root, 'src/bin/atmos.ts'),
    'docker-credential-atmos': join(root, 'src/bin/docker-credential-atmos.ts'),
  },
  cwd: root,
  platform: 'node',
  external,
  // Some packages hide their parts from bundlers in their CommonJS form.
  resolve: { mainFields: ['module', 'main'] },
  treeshake: { moduleSideEffects: false },
})
rmSync(dist, { recursive: true, force: true })
const { output } = await bundle.write({
  dir: dist,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  minify: true,
})
await bundle.close()
const modules = output.flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
writeFileSync(join(dist, 'THIRD-PARTY.md'), thirdPartyNotices(modules))
for (const program of ['atmos.cjs', 'docker-credential-atmos.cjs']) chmodSync(join(dist, program), 0o755)
