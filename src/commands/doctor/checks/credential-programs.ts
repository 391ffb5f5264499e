import { parseRegistryHost } from '../../../docker/registry-host.ts'
import { ourProgram } from '../../credential-helper/program.ts'
import type { Check } from '../check.ts'
import type { DockerFacts } from '../docker-facts.ts'
import { type Finding, ok, problem, warning } from '../finding.ts'

/** What Docker Desktop leaves behind: a setting that names a program which is not there (any more). */
export const credentialPrograms: Check = {
  id: 'credential-programs',
  title: 'Credential programs on PATH',
  group: 'Docker',
  async run(facts, { processes }) {
    const docker = await facts.docker()
    const named = namedPrograms(docker)
    const missing = named.filter(({ program }) => processes.find(program) === undefined)
    if (missing.length > 0) return missing.map(one => finding(one, docker))
    const programs = [...new Set(named.map(({ program }) => program))]
    return programs.length === 0 ? [] : [ok(`On PATH: ${programs.join(', ')}`)]
  },
}

interface Named {
  readonly program: string
  readonly setting: 'credsStore' | 'credHelpers'
  /** Of `credHelpers`. */
  readonly host?: string
}

function namedPrograms({ config }: DockerFacts): readonly Named[] {
  const { credsStore, credHelpers } = config
  const store: readonly Named[] =
    credsStore === '' ? [] : [{ program: `docker-credential-${credsStore}`, setting: 'credsStore' }]
  const perHost = [...credHelpers].flatMap(([host, name]): readonly Named[] =>
    name === '' ? [] : [{ program: `docker-credential-${name}`, setting: 'credHelpers', host }],
  )
  return [...store, ...perHost]
}

function finding({ program, setting, host }: Named, { path }: DockerFacts): Finding {
  const place = host === undefined ? setting : `${setting} of ${host}`
  const text = `${program} is not on PATH (${place})`
  const windows = program.endsWith('.exe') ? '; Windows programs are found only with the PATH of Windows' : ''
  const cause = `${path ?? 'config.json'} names it, so "docker login" fails, and so may pulls${windows}`
  if (host !== undefined && parseRegistryHost(host) === undefined) {
    return warning(text, { cause, mend: `Install ${program}, or take ${host} out of credHelpers in ${path}` })
  }
  return problem(text, { cause, mend: mendFor(program, host, path), code: 'credential-store-failed' })
}

function mendFor(program: string, host = 'public.ecr.aws', path = 'config.json'): string {
  if (program === ourProgram) return 'npm install --global atmos-auth, or add its folder to PATH'
  return `Install ${program}, or let Docker use the file for ECR: put "credHelpers": {"${host}": ""} into ${path}`
}
