import type { DockerConfig } from '../../../docker/read-config.ts'
import { parseRegistryHost } from '../../../docker/registry-host.ts'
import { programOf } from '../../../docker/routing.ts'
import { ourProgram } from '../../credential-helper/program.ts'
import type { Check } from '../check.ts'
import type { Facts } from '../facts.ts'
import { type Finding, ok, problem, warning } from '../finding.ts'

/** What Docker Desktop leaves behind: a setting that names a program which is not there (any more). */
export const credentialPrograms: Check = {
  id: 'credential-programs',
  title: 'Credential programs on PATH',
  group: 'Docker',
  async run(facts, { processes }) {
    const { config } = await facts.docker()
    const named = namedPrograms(config)
    const missing = named.filter(({ program }) => processes.find(program) === undefined)
    if (missing.length > 0) return await Promise.all(missing.map(one => finding(one, facts)))
    const programs = [...new Set(named.map(({ program }) => program))]
    return programs.length === 0 ? [] : [ok(`On PATH: ${programs.join(', ')}`)]
  },
}

interface Named {
  readonly program: string
  /** Of `credHelpers`; absent for `credsStore`. */
  readonly host?: string
}

function namedPrograms({ credsStore, credHelpers }: DockerConfig): readonly Named[] {
  const store: readonly Named[] = credsStore === '' ? [] : [{ program: programOf(credsStore) }]
  const helpers = [...credHelpers].filter(([, name]) => name !== '')
  return [...store, ...helpers.map(([host, name]) => ({ program: programOf(name), host }))]
}

async function finding(named: Named, facts: Facts): Promise<Finding> {
  const { program, host } = named
  const { path = 'config.json' } = await facts.docker()
  const windows = program.endsWith('.exe') ? '; Windows programs are found only with the PATH of Windows' : ''
  const cause = `${path} names it, so "docker login" fails, and so may pulls${windows}`
  const place = host === undefined ? 'credsStore' : `credHelpers of ${host}`
  const found = (mend: string) =>
    problem(`${program} is not on PATH (${place})`, { cause, mend, code: 'credential-store-failed' })
  if (program === ourProgram) return found('npm install --global atmos-auth, or add its folder to PATH')
  const registry = await registryOfEcr(named, facts)
  // Docker then asks our own program, which is there.
  if (registry !== undefined) return found(await facts.configureCommand(registry))
  const whose = host ?? 'registries other than ECR'
  const entry = host === undefined ? 'credsStore out of' : `${host} out of credHelpers in`
  return warning(`${program} is not on PATH, and logins to ${whose} are kept with it`, {
    cause,
    mend: `Install ${program}, or take ${entry} ${path}`,
  })
}

/** A registry of ECR that Docker would ask the program for. */
async function registryOfEcr({ program, host }: Named, facts: Facts): Promise<string | undefined> {
  if (host !== undefined) return parseRegistryHost(host)?.host
  const { routeOf } = await facts.docker()
  return (await facts.hosts()).find(each => {
    const route = routeOf(each)
    return route.type === 'program' && route.setting === 'credsStore' && route.program === program
  })
}
