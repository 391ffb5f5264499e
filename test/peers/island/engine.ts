import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'

/** Starts a Docker engine that touches nothing outside the folder, and waits until it answers. */
export async function startEngine(folder: string, authority: string): Promise<void> {
  const home = join(folder, 'engine')
  const socket = join(folder, 'docker.sock')
  await mkdir(home)
  const settings = join(home, 'daemon.json')
  // Its key has an old setting of its own, without which it would write to /etc/docker.
  await writeFile(settings, JSON.stringify({ 'deprecated-key-path': join(home, 'key.json') }))
  const words = join(home, 'said')
  const said = openSync(words, 'w')
  const engine = spawn(
    'dockerd',
    [
      ...['--config-file', settings, '--host', `unix://${socket}`],
      ...[
        '--data-root',
        join(home, 'data'),
        '--exec-root',
        join(home, 'exec'),
        '--pidfile',
        join(home, 'pid'),
      ],
      ...['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=vfs'],
    ],
    { stdio: ['ignore', said, said], env: { ...process.env, SSL_CERT_FILE: authority } },
  )
  closeSync(said)
  for (let tries = 0; tries < 300 && engine.exitCode === null; tries++) {
    if (existsSync(socket) && (await accepts(socket))) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`dockerd did not come up: ${(await readFile(words, 'utf8')).slice(-2000)}`)
}

function accepts(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const probe = connect(socket)
      .on('error', () => resolve(false))
      .on('data', () => {
        probe.destroy()
        resolve(true)
      })
      .on('connect', () => probe.write('GET /_ping HTTP/1.0\r\n\r\n'))
  })
}
