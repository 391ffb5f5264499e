import type { Login } from '../../auth/login.ts'
import { parseRegistryHost } from '../../docker/registry-host.ts'
import type { Route } from '../../docker/routing.ts'
import { Failure } from '../../errors/failure.ts'
import type { CredentialProgram } from './credential-program.ts'
import type { DockerEffects } from './outcome.ts'

/** A login on its way: where it goes, decided before any file is touched, and done where a program takes it. */
export interface Placement {
  readonly login: Login
  /** Where Docker looked when this was decided. */
  readonly route: Route
  readonly target: 'file' | 'store' | 'helper-serves'
  readonly program: string | undefined
  readonly warnings: readonly string[]
}

const ours = 'docker-credential-atmos'

/** Programs that fetch the login themselves whenever they are asked, so that there is nothing to keep. */
const serving: readonly string[] = ['docker-credential-ecr-login', ours]

/**
 * Decides where a login goes, and hands it to the credential program where one is in charge.
 * @throws Failure `login-shadowed`, `credential-store-failed`
 */
export async function placeLogin(
  request: { readonly login: Login; readonly route: Route; readonly path: string },
  effects: DockerEffects,
): Promise<Placement> {
  const { login, route, path } = request
  if (route.type === 'environment') throw shadowedByEnvironment(login.registry)
  const inFile: Placement = { login, route, target: 'file', program: undefined, warnings: [] }
  if (route.type !== 'program') return inFile
  const { program } = route
  if (effects.processes.find(program) === undefined) {
    return { ...inFile, warnings: [missing(route, path)] }
  }
  // Most logins go into the file, and those should not load what talks to programs.
  const { heldLogin, storeLogin } = await import('./credential-program.ts')
  const store: CredentialProgram = { program, path }
  if (serves(program, login.registry)) {
    if ((await heldLogin(login.registry, store, effects)) === undefined)
      throw servesNothing(login.registry, store)
    return { ...inFile, target: 'helper-serves', program }
  }
  await storeLogin(login, store, effects)
  return { ...inFile, target: 'store', program }
}

/** Whether a program fetches logins for a registry by itself, so that none of ours are handed to it. */
export function serves(program: string, registry: string): boolean {
  return serving.includes(program) && parseRegistryHost(registry) !== undefined
}

function missing({ program, setting }: Extract<Route, { type: 'program' }>, path: string): string {
  return `${program} (${setting} in ${path}) is not on PATH; Docker then uses the file, so the login was put there`
}

function shadowedByEnvironment(registry: string): Failure {
  return new Failure({
    code: 'login-shadowed',
    what: `Docker would not use a login for ${registry}`,
    why: 'the variable DOCKER_AUTH_CONFIG names this registry, and Docker prefers it to everything else',
    next: 'unset DOCKER_AUTH_CONFIG',
    details: { registry, variable: 'DOCKER_AUTH_CONFIG' },
  })
}

function servesNothing(registry: string, { program, path }: CredentialProgram): Failure {
  return new Failure({
    code: 'login-shadowed',
    what: `Docker would not use a login for ${registry}`,
    why: `it asks ${program}, which has no credentials for this registry`,
    next:
      program === ours
        ? `Have it serve this registry: atmos docker configure --registry ${registry}`
        : `Give ${program} its credentials, or put "credHelpers": {"${registry}": ""} into ${path}`,
    details: { registry, program, path },
  })
}
