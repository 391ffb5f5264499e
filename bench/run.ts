import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { program, serveEmulator } from '../scripts/built-program.ts'
import { byHyperfine } from './hyperfine.ts'
import { type Case, type Figure, measure } from './measure.ts'
import { type Node, nodes } from './nodes.ts'

const helper = join(import.meta.dirname, '../dist/docker-credential-atmos.cjs')

/** Upper limits, in starts of Node (`node -e 0` of the same Node, in the same round). */
const limits: Readonly<Record<string, number>> = {
  'login --public': 3.0,
  '--version': 1.5,
  'cached get': 1.25,
}

const rounds = Number(process.argv.find(word => /^\d+$/.test(word)) ?? 40)

async function benchWith(node: Node, env: Readonly<Record<string, string>>): Promise<boolean> {
  const atmos = (name: string, args: readonly string[]): Case => ({
    name,
    command: node.path,
    args: [program, ...args],
    env,
  })
  const floor: Case = { name: 'node -e 0', command: node.path, args: ['-e', '0'], env }
  const login = atmos('login --public', ['aws', 'ecr', 'login', '--public'])
  const figures = await measure(
    [
      floor,
      login,
      atmos('--version', ['--version']),
      atmos('--help', ['--help']),
      {
        name: 'cached get',
        command: node.path,
        args: [helper, 'get'],
        env: servedEnv(env),
        input: 'public.ecr.aws',
      },
    ],
    rounds,
  )
  console.log(`\nNode ${node.version}, ${rounds} rounds`)
  for (const figure of figures) console.log(line(figure))
  for (const text of byHyperfine([floor, login])) console.log(text)
  return figures.every(({ name, ratio }) => ratio <= (limits[name] ?? Number.POSITIVE_INFINITY))
}

/** Docker of somebody else, who has the helper answer. */
function servedEnv(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...env, HOME: join(env.HOME ?? '', 'served') }
}

/** Has the helper serve ECR Public; what it knows this from must not look as if it were being written. */
function configureHelper(env: Readonly<Record<string, string>>): void {
  const served = servedEnv(env)
  execFileSync(process.execPath, [program, 'docker', 'configure', '--public', '--quiet'], {
    env: served,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  const record = join(served.HOME ?? '', '.local/state/atmos/docker-credential-atmos.json')
  utimesSync(record, 1, 1)
}

function line({ name, median, ratio, bestRatio }: Figure): string {
  const limit = limits[name]
  const verdict =
    limit === undefined ? '' : ratio <= limit ? `  (limit ${limit})` : `  OVER THE LIMIT OF ${limit}`
  return `  ${name.padEnd(18)} ${median.toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)} x  (fastest runs ${bestRatio.toFixed(2)} x)${verdict}`
}

const home = mkdtempSync(join(tmpdir(), 'atmos-auth-bench-'))
const emulator = await serveEmulator({ PATH: '/usr/bin:/bin' })
try {
  mkdirSync(join(home, '.docker'))
  writeFileSync(join(home, '.docker/config.json'), '{\n\t"auths": {}\n}')
  // Built from nothing: a CA bundle in the environment triples the start of Node 20.
  const env = { PATH: '/usr/bin:/bin', HOME: home, ...emulator.surroundings }
  configureHelper(env)
  let good = true
  for (const node of nodes()) good = (await benchWith(node, env)) && good
  process.exitCode = good ? 0 : 1
} finally {
  await emulator.stop()
  rmSync(home, { recursive: true, force: true })
}
