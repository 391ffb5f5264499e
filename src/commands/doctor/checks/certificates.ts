import type { Effects } from '../../../effects/effects.ts'
import { wordsOf } from '../../../errors/to-failure.ts'
import type { Check } from '../check.ts'
import { type Finding, inferred, ok, problem, warning } from '../finding.ts'

/** Own certificate authorities: each tool has its own variable, and most are silent about a wrong path. */
export const certificates: Check = {
  id: 'certificates',
  title: 'Own certificate authorities',
  group: 'This machine',
  async run(_, effects) {
    return ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap(name =>
      finding(name, effects),
    )
  },
}

function finding(name: string, { env, files }: Effects): readonly Finding[] {
  const path = env.get(name)
  if (!path) return []
  const cause = name === 'SSL_CERT_DIR' ? notAFolder(path, files) : trouble(path, files)
  if (cause === undefined) return [inForce(name, path)]
  const text = `${name} names ${path}, which cannot be used`
  const wanted = name === 'SSL_CERT_DIR' ? 'folder' : 'PEM file'
  const mend = `Point it at a readable ${wanted}, or run: unset ${name}`
  if (name === 'AWS_CA_BUNDLE') return [problem(text, { cause, mend, code: 'config-invalid' })]
  return [warning(text, { cause: `${cause}; programs go on without it, silently`, mend })]
}

function inForce(name: string, path: string): Finding {
  if (!name.startsWith('SSL_CERT')) return ok(`${name}: ${path}`)
  return inferred(`${name}: ${path}`, {
    cause: 'Docker, podman and skopeo use it; this program trusts it only with NODE_OPTIONS=--use-openssl-ca',
  })
}

function trouble(path: string, files: Effects['files']): string | undefined {
  try {
    const bytes = files.read(path)
    if (bytes === undefined) return 'there is no such file'
    const isPem = Buffer.from(bytes).toString('latin1').includes('CERTIFICATE-----')
    return isPem ? undefined : 'it holds no PEM certificate'
  } catch (thrown) {
    return wordsOf(thrown)
  }
}

/** OpenSSL takes several, as PATH does. */
function notAFolder(paths: string, files: Effects['files']): string | undefined {
  const missing = paths.split(':').filter(path => files.stat(path)?.type !== 'folder')
  return missing.length === 0 ? undefined : `there is no folder ${missing.join(', ')}`
}
