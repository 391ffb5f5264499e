import { spawn } from 'node:child_process'

export interface EmulatorProcess {
  /** The variables that point AWS clients at it, with keys it knows. */
  readonly env: Readonly<Record<string, string>>
  stop(): void
}

/** Starts `atmos emulator serve` of a built program on a free port, and reads the environment it prints. */
export function startEmulator(program: string): Promise<EmulatorProcess> {
  const child = spawn(process.execPath, [program, 'emulator', 'serve'], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let words = ''
  child.stderr.on('data', chunk => {
    words += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`the emulator ended with ${code}: ${words}`)))
    child.stdout.on('data', chunk => {
      printed += chunk
      const env = Object.fromEntries(
        [...printed.matchAll(/^export ([A-Z_]+)='([^']*)'$/gm)].map(match => [
          match[1] ?? '',
          match[2] ?? '',
        ]),
      )
      if ('AWS_ENDPOINT_URL' in env && 'AWS_SECRET_ACCESS_KEY' in env) {
        child.removeAllListeners('exit')
        resolve({ env, stop: () => child.kill('SIGTERM') })
      }
    })
  })
}
