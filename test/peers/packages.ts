import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the island looks for programs: the system's own folders, so that no version shim gets in front. */
export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What is unpacked and not installed, so that the machine is not changed. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'atmos-auth-peers')

/** The Docker engine: its package would bring a second Docker client. */
export const engineFolder = join(cacheFolder, 'engine')

/** Debian packages the engine is unpacked from. */
export const enginePackages = ['docker.io', 'containerd', 'runc'] as const

/** Each peer, the Debian package it comes in and the program that proves it is there. */
const peers = {
  unshare: { package: 'util-linux', program: 'unshare' },
  ip: { package: 'iproute2', program: 'ip' },
  openssl: { package: 'openssl', program: 'openssl' },
  tar: { package: 'tar', program: 'tar' },
  registry: { package: 'docker-registry', program: 'docker-registry' },
  skopeo: { package: 'skopeo', program: 'skopeo' },
  podman: { package: 'podman', program: 'podman' },
  buildah: { package: 'buildah', program: 'buildah' },
  aws: { package: 'awscli', program: '/usr/bin/aws' },
  gpg: { package: 'gnupg', program: 'gpg' },
  pass: { package: 'pass', program: 'pass' },
  'docker-credential-pass': {
    package: 'golang-docker-credential-helpers',
    program: 'docker-credential-pass',
  },
  'docker-credential-secretservice': {
    package: 'golang-docker-credential-helpers',
    program: 'docker-credential-secretservice',
  },
  'docker-credential-ecr-login': {
    package: 'amazon-ecr-credential-helper',
    program: 'docker-credential-ecr-login',
  },
  keyring: { package: 'gnome-keyring', program: 'gnome-keyring-daemon' },
  dbus: { package: 'dbus-daemon', program: 'dbus-daemon' },
  'secret-tool': { package: 'libsecret-tools', program: 'secret-tool' },
  engine: { package: enginePackages.join('+'), program: join(engineFolder, 'usr/sbin/dockerd') },
  docker: { package: enginePackages.join('+'), program: 'docker' },
  // Not for the island, but for tests elsewhere that use them where they are.
  'dbus-send': { package: 'dbus-bin', program: 'dbus-send' },
  zsh: { package: 'zsh', program: 'zsh' },
  fish: { package: 'fish', program: 'fish' },
  chromium: { package: 'chromium', program: '/usr/bin/chromium' },
} as const

export type Peer = keyof typeof peers

/** What every island needs, whoever visits it. */
const always: readonly Peer[] = ['unshare', 'ip', 'openssl', 'tar', 'registry', 'skopeo']

/** Debian packages to install by name, for the peers that are missing here. */
export function missingPackages(): readonly string[] {
  const missing = Object.values(peers).filter(peer => !isExecutable(peer.program))
  return [...new Set(missing.map(peer => peer.package).filter(name => !name.includes('+')))]
}

/** Whether the engine (and a Docker client, where the machine has none of its own) must be unpacked. */
export function engineMissing(): boolean {
  return !isExecutable(peers.engine.program) || !isExecutable(peers.docker.program)
}

/** Why tests with these peers cannot run here; `undefined` when they can. */
export function obstacle(wanted: readonly Peer[]): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root, to make a network of its own'
  const missing = [...always, ...wanted].filter(peer => !isExecutable(peers[peer].program))
  if (missing.length === 0) return undefined
  const names = [...new Set(missing.map(peer => peers[peer].package))]
  return `needs ${names.join(', ')}; install with: node test/peers/install.ts --install`
}

function isExecutable(program: string): boolean {
  const folders = program.startsWith('/') ? [''] : [...systemPath.split(':'), join(engineFolder, 'usr/bin')]
  return folders.some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
