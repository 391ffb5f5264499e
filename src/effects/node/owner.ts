import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from './system-code.ts'

/**
 * Names a running process in a file name or a link, so that others can tell later whether it still runs:
 * `<pid>-<start>-<realm>`. The realm is the machine's boot and process namespace (host name where the
 * system has no /proc), the start keeps a recycled pid apart.
 */
export interface Owner {
  readonly pid: number
  /** Clock ticks since boot; `undefined` where the system does not say. */
  readonly start: string | undefined
  readonly realm: string
}

/** Seconds without a sign of life after which an owner that cannot be checked from here counts as dead. */
const silenceLimit = 20

const shape = /^(\d+)-(\d+|x)-(\w+)/

let known: Owner | undefined

/** This process. */
export function ownOwner(): Owner {
  known ??= { pid: process.pid, start: startOf(process.pid)?.start, realm: realm() }
  return known
}

/** An owner as a text that is fit for file names; `readOwner` reads it back. */
export function writeOwner(owner: Owner): string {
  return `${owner.pid}-${owner.start ?? 'x'}-${owner.realm}`
}

/** @returns `undefined` when the text begins with no owner */
export function readOwner(text: string): Owner | undefined {
  const [, pid, start, realm] = shape.exec(text) ?? []
  if (pid === undefined || realm === undefined) return undefined
  return { pid: Number(pid), start: start === 'x' ? undefined : start, realm }
}

/**
 * Whether an owner is gone for certain. One of another machine, container or boot cannot be asked and is
 * judged by the age of its last sign of life alone.
 * @param lastSign milliseconds since the epoch
 */
export function isDead(owner: Owner | undefined, lastSign: number): boolean {
  // A sign from the future (a clock that was set back) must not keep a lock for ever.
  const silent = Math.abs(Date.now() - lastSign) > silenceLimit * 1000
  if (owner === undefined || owner.realm !== ownOwner().realm) return silent
  if (!exists(owner.pid)) return true
  const now = startOf(owner.pid)
  if (now?.zombie === true) return true
  if (now === undefined || owner.start === undefined) return silent
  return now.start !== owner.start
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH'
  }
}

/** `undefined` where there is no /proc, where it hides the process, or where it shows another namespace. */
function startOf(pid: number): { readonly start: string; readonly zombie: boolean } | undefined {
  try {
    if (readlinkSync('/proc/self') !== String(process.pid)) return undefined
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The command name, in brackets, may hold anything; the fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const start = fields[19]
    return start === undefined ? undefined : { start, zombie: fields[0] === 'Z' }
  } catch {
    return undefined
  }
}

function realm(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)
    const space = readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')
    return `${boot}_${space}`
  } catch {
    return hostname().replace(/\W/g, '_')
  }
}
