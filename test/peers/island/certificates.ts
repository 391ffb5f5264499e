import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mustRun } from './run.ts'

export interface Certificates {
  /** PEM file of the authority to trust. */
  readonly authority: string
  /** PEM texts of the one leaf that is good for every name of the island. */
  readonly certificate: string
  readonly key: string
}

/** Makes an authority of the island's own and, signed by it, a certificate for all the names. */
export async function makeCertificates(folder: string, names: readonly string[]): Promise<Certificates> {
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => mustRun(['openssl', ...args], folder)
  const fresh = ['-newkey', 'rsa:2048', '-nodes', '-days', '2']
  await writeFile(
    file('leaf.conf'),
    `basicConstraints=CA:FALSE\nsubjectAltName=${names.map(name => `DNS:${name}`).join(',')}\n`,
  )
  await openssl(
    ...['req', '-x509', ...fresh, '-subj', '/CN=Island Authority'],
    ...['-keyout', file('authority.key'), '-out', file('authority.pem')],
  )
  await openssl(
    ...['req', ...fresh, '-subj', '/CN=island'],
    ...['-keyout', file('leaf.key'), '-out', file('leaf.csr')],
  )
  await openssl(
    ...['x509', '-req', '-in', file('leaf.csr'), '-days', '2', '-extfile', file('leaf.conf')],
    ...['-CA', file('authority.pem'), '-CAkey', file('authority.key'), '-CAcreateserial'],
    ...['-out', file('leaf.pem')],
  )
  return {
    authority: file('authority.pem'),
    certificate: await readFile(file('leaf.pem'), 'utf8'),
    key: await readFile(file('leaf.key'), 'utf8'),
  }
}
