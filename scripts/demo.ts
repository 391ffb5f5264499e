import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAtmos, serveEmulator } from './built-program.ts'
import { type DockerLogin, readDockerLogin } from './demo/docker-login.ts'
import { pull } from './demo/pull.ts'

/**
 * `npm run demo`: the main job from end to end, with pretend AWS and in a home folder that is thrown away.
 * Ends with exit code 0 only if everything it shows was so.
 */

const registry = 'public.ecr.aws'
const repository = 'docker/library/alpine'
const pulls = 5
const limitMs = 60_000

const home = mkdtempSync(join(tmpdir(), 'atmos-demo-'))
const dockerConfig = join(home, '.docker')
process.on('exit', () => rmSync(home, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => giveUp('Interrupted'))
const surely = setTimeout(() => giveUp(`The demo took longer than ${limitMs / 1000} seconds`), limitMs)

/** The environment of the programs it runs: nothing of ours but the search path. */
const bare = { PATH: process.env.PATH ?? '', HOME: home, DOCKER_CONFIG: dockerConfig }

const emulator = await serveEmulator(bare).catch(error => giveUp(error.message))
try {
  await show({ ...bare, ...emulator.surroundings })
} catch (error) {
  say(`✗ ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
} finally {
  await emulator.stop()
  clearTimeout(surely)
}

async function show(env: Readonly<Record<string, string>>): Promise<void> {
  const address = env.AWS_ENDPOINT_URL ?? ''
  say(`Pretend AWS and ECR Public listen at ${address}; ECR Public's limits are in force.`)

  say(`\n1. ${pulls} pulls of ${registry}/${repository}, not logged in`)
  const before = await pullAll(address, undefined)
  tell(before)
  demand(before.passed > 0 && before.refused.length > 0, 'Anonymous pulls did not run into the limit')
  demand(
    before.refused.every(words => words.startsWith('429 toomanyrequests')),
    'Pulls failed for another reason',
  )

  say('\n2. $ atmos aws ecr login --public')
  const ran = await runAtmos(['aws', 'ecr', 'login', '--public'], env)
  process.stdout.write(ran.stdout + ran.stderr)
  demand(ran.exitCode === 0, `atmos ended with exit code ${ran.exitCode}`)

  say(`\n3. ${pulls} pulls again, with what Docker reads from its config.json`)
  const login = readDockerLogin(dockerConfig, registry)
  demand(login !== undefined, 'Docker finds no login in its config.json')
  const after = await pullAll(address, login)
  tell(after)
  demand(after.passed === pulls, 'Not every pull passed')
  say('\n✓ Logged in once, and plain docker pull has the better limit.')
}

interface Pulled {
  readonly passed: number
  readonly refused: readonly string[]
}

async function pullAll(address: string, login: DockerLogin | undefined): Promise<Pulled> {
  const each = Array.from({ length: pulls }, () => pull({ address, name: registry }, { repository, login }))
  const refused = (await Promise.all(each)).filter(words => words !== undefined)
  return { passed: pulls - refused.length, refused }
}

function tell({ passed, refused }: Pulled): void {
  const reasons = [...new Set(refused)].join(', ')
  say(`   ${passed} passed, ${refused.length} refused${reasons === '' ? '' : ` (${reasons})`}`)
}

function demand(met: boolean, complaint: string): asserts met {
  if (!met) throw new Error(complaint)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function giveUp(complaint: string): never {
  say(`✗ ${complaint}`)
  process.exit(1)
}
