import type { Login } from '../auth/login.ts'
import { encodeAuth } from '../docker/auth-entry.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'
import type { LoginReceipt } from './login-sink.ts'
import { plainLogin } from './plain-login.ts'
import { printed } from './stdout.ts'

export interface SecretName {
  /** Default `ecr-login`. */
  readonly name?: string | undefined
  /** Absent: the namespace of whoever applies the manifest. */
  readonly namespace?: string | undefined
}

/** The names as they go into the manifest. @throws Failure `usage` when Kubernetes would not take one */
export function secretName({ name = 'ecr-login', namespace }: SecretName): SecretName {
  return {
    name: checked('--name', name, subdomain),
    namespace: namespace === undefined ? undefined : checked('--namespace', namespace, label),
  }
}

/**
 * Prints logins as the manifest of one Kubernetes Secret of the type `kubernetes.io/dockerconfigjson`, which
 * pods name under `imagePullSecrets`. An annotation tells when the first of them expires.
 */
export function toKubernetesSecret(
  logins: readonly Login[],
  { terminal }: Needs<'terminal'>,
  name: SecretName,
): readonly LoginReceipt[] {
  if (logins.length > 0) terminal.data(manifest(logins, name))
  return logins.map(printed)
}

function manifest(logins: readonly Login[], { name, namespace }: SecretName): string {
  const expiresAt = Math.min(...logins.map(login => login.expiresAt))
  return [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    // Quoted, because a name may look like a number.
    `  name: "${name}"`,
    ...(namespace === undefined ? [] : [`  namespace: "${namespace}"`]),
    '  labels:',
    '    app.kubernetes.io/managed-by: atmos-auth',
    '  annotations:',
    `    atmos-auth/expires-at: "${new Date(expiresAt).toISOString()}"`,
    'type: kubernetes.io/dockerconfigjson',
    'data:',
    `  .dockerconfigjson: ${Buffer.from(JSON.stringify(configOf(logins))).toString('base64')}`,
    '',
  ].join('\n')
}

/** As `kubectl create secret docker-registry` writes it: some readers want user and password apart. */
function configOf(logins: readonly Login[]): object {
  const entries = logins.map(login => {
    const plain = plainLogin(login)
    return [login.registry, { ...plain, auth: encodeAuth(plain) }]
  })
  return { auths: Object.fromEntries(entries) }
}

const part = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const label = { shape: new RegExp(`^${part}$`), longest: 63 }
const subdomain = { shape: new RegExp(`^${part}(\\.${part})*$`), longest: 253 }

function checked(flag: string, text: string, { shape, longest }: typeof label): string {
  if (shape.test(text) && text.length <= longest) return text
  throw new Failure({
    code: 'usage',
    what: `${flag}: Kubernetes does not take ${text === '' ? 'an empty text' : text} as a name`,
    why: `it wants at most ${longest} lower-case letters, digits and hyphens, beginning and ending with a letter or digit`,
    next: `${flag} ecr-login`,
  })
}
