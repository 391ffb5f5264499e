import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Loaded from where it is installed, because it holds a native part. */
const external = ['@napi-rs/keyring']

const bundle = await rolldown({
  input: { atmos: join(root, 'src/bin/atmos.ts') },
  cwd: root,
  platform: 'node',
  external,
  // Some packages hide their parts from bundlers in their CommonJS form.
  resolve: { mainFields: ['module', 'main'] },
  treeshake: { moduleSideEffects: false },
})
rmSync(dist, { recursive: true, force: true })
await bundle.write({
  dir: dist,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  minify: true,
})
await bundle.close()
chmodSync(join(dist, 'atmos.cjs'), 0o755)
