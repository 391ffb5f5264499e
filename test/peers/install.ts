/**
 * Looks which programs the peers' tests need and, with `--install` or in CI, installs what is missing: from
 * Debian, and from npm the other versions of Node. Elsewhere it only says what is missing: those tests are then
 * skipped, each with its reason.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { missingNodes, nodeFolder, nodePackage } from './other-nodes.ts'
import { engineFolder, engineMissing, enginePackages, missingPackages } from './packages.ts'

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
const patient = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120']

const packages = missingPackages()
const needsEngine = engineMissing()
const versions = missingNodes()

if (packages.length === 0 && !needsEngine && versions.length === 0) {
  console.log('peers: every program is there')
} else if (process.env.CI === 'true' || process.argv.includes('--install')) {
  install()
} else {
  const engine = needsEngine ? ['a Docker engine (unpacked, not installed)'] : []
  const names = [...packages, ...engine, ...versions.map(version => `Node ${version}`)]
  console.log(`peers: missing ${names.join(', ')}: tests that need them are skipped`)
  console.log('peers: as root, `node test/peers/install.ts --install` installs them (Debian)')
}

function install(): void {
  for (const version of versions) installNode(version)
  if (packages.length > 0 || needsEngine) installFromDebian()
}

function installNode(version: string): void {
  const name = nodePackage(version)
  console.log(`peers: unpacking ${name} into ${nodeFolder(version)}`)
  const args = ['install', '--prefix', nodeFolder(version), '--no-save', '--no-package-lock', name]
  must(run('npm', args) && !missingNodes().includes(version), `npm could not install ${name}`)
}

function installFromDebian(): void {
  // One source that cannot be reached must not stop us: what counts is whether the packages can be had.
  if (!run('apt-get', [...patient, '-qq', 'update'])) console.warn('peers: apt-get update had complaints')
  if (packages.length > 0) {
    console.log(`peers: installing ${packages.join(' ')}`)
    const args = ['install', '-y', '-qq', '--no-install-recommends', '--no-upgrade', ...packages]
    must(run('apt-get', [...patient, ...args]), `apt-get could not install ${packages.join(' ')}`)
  }
  if (needsEngine) unpackEngine()
  const left = missingPackages()
  must(left.length === 0, `still missing after the installation: ${left.join(' ')}`)
  must(!engineMissing(), `no Docker engine in ${engineFolder} after unpacking`)
}

/** Unpacks beside the final place and renames, so that a broken run leaves no half an engine. */
function unpackEngine(): void {
  console.log(`peers: unpacking ${enginePackages.join(' ')} into ${engineFolder}`)
  mkdirSync(dirname(engineFolder), { recursive: true })
  const workshop = mkdtempSync(`${engineFolder}-`)
  const download = ['-o', 'APT::Sandbox::User=root', '-qq', 'download', ...enginePackages]
  must(run('apt-get', [...patient, ...download], workshop), 'apt-get could not download the engine')
  for (const file of readdirSync(workshop).filter(name => name.endsWith('.deb'))) {
    must(run('dpkg', ['-x', file, 'root'], workshop), `dpkg could not unpack ${file}`)
  }
  rmSync(engineFolder, { recursive: true, force: true })
  renameSync(join(workshop, 'root'), engineFolder)
  rmSync(workshop, { recursive: true })
}

function run(command: string, args: readonly string[], cwd?: string): boolean {
  const { status, error } = spawnSync(command, args, {
    cwd,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error) console.error(`peers: ${command}: ${error.message}`)
  return status === 0
}

function must(done: boolean, complaint: string): asserts done {
  if (done) return
  console.error(`peers: ${complaint}`)
  process.exit(1)
}
