import type { Effects } from '../../effects/effects.ts'
import { isSensitiveVariable } from '../sensitive-variable.ts'
import type { DockerFacts } from './docker-facts.ts'

/** Shorter texts are no secrets, and would tear holes into ordinary words. */
const shortest = 8

/**
 * A second line of defence behind messages that hold no secret by themselves: takes out every secret this
 * run could know of (variables, proxy passwords, logins in config.json), and the home folder's name.
 */
export function withoutSecrets({ config }: DockerFacts, { env }: Effects): (text: string) => string {
  const secrets = [
    ...Object.entries(env.all()).flatMap(([name, value]) => secretsIn(name, value)),
    ...[...config.auths.values()].flatMap(entry => [
      entry.password,
      entry.identityToken,
      entry.registryToken,
      Buffer.from(`${entry.username}:${entry.password}`).toString('base64'),
    ]),
  ]
    .filter(secret => secret.length >= shortest)
    // The longest first: one may begin with another.
    .sort((one, other) => other.length - one.length)
  const { home } = env
  return text => {
    const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
    const plain = hidden.replace(/(\w:\/\/)[^/\s@]+@/g, '$1***@')
    // In quotes a shell would not understand the short form.
    return home === undefined || home.length < 2
      ? plain
      : plain.replaceAll(`${home}/`, (found, at: number) => (plain[at - 1] === "'" ? found : '~/'))
  }
}

function secretsIn(name: string, value: string): readonly string[] {
  // Not secrets: the access key's id, where a file with secrets lies, and what desktops call a session.
  if (/ACCESS_KEY_ID$|_FILE$|_URI$|^(XDG|DBUS|DESKTOP)_/i.test(name)) return []
  if (isSensitiveVariable(name) || name === 'DOCKER_AUTH_CONFIG') return [value]
  // Up to the last @: people write passwords as they are, slashes and all.
  const address = /proxy$/i.test(name) && !value.includes('://') ? `http://${value}` : value
  const password = /^\w+:\/\/[^\s:@]*:(\S+)@/.exec(address)?.[1]
  return password === undefined ? [] : [password]
}
