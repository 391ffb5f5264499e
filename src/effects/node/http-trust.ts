import { readFileSync } from 'node:fs'
import { getCACertificates, rootCertificates } from 'node:tls'
import type { Environment } from '../environment.ts'
import { coded } from './system-code.ts'

type Get = Environment['get']

/**
 * The certificates to trust when `AWS_CA_BUNDLE` is set: its own, joined to all that Node would have trusted
 * without it, because giving Node a list replaces its roots and those of `NODE_EXTRA_CA_CERTS`.
 */
export function trustedRoots(get: Get): string[] {
  return [...usualRoots(get), bundle(get('AWS_CA_BUNDLE') ?? '')]
}

function usualRoots(get: Get): readonly string[] {
  // Node 22.15 and newer know the whole list, NODE_EXTRA_CA_CERTS and --use-system-ca included.
  if (typeof getCACertificates === 'function') return getCACertificates('default')
  const extra = get('NODE_EXTRA_CA_CERTS')
  return extra ? [...rootCertificates, ...optional(extra)] : rootCertificates
}

/** Node itself only warns when this file cannot be read. */
function optional(path: string): string[] {
  try {
    return [readFileSync(path, 'utf8')]
  } catch {
    return []
  }
}

function bundle(path: string): string {
  const text = read(path)
  if (!text.includes('CERTIFICATE-----')) {
    throw coded('ERR_CA_BUNDLE', `AWS_CA_BUNDLE names ${path}, which holds no PEM certificate`)
  }
  return text
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw coded('ERR_CA_BUNDLE', `AWS_CA_BUNDLE names ${path}, which cannot be read: ${words}`, error)
  }
}
