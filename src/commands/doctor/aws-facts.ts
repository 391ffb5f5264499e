import { parse } from 'valibot'
import type { AwsCredentials } from '../../auth/credentials.ts'
import type { Caller, Catalog } from '../../auth/kind.ts'
import type { RegistryToken } from '../../auth/login.ts'
import type { Effects } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { toFailure } from '../../errors/to-failure.ts'
import { ambientCredentials } from '../registry-login/ambient-credentials.ts'
import { taskForHost } from '../registry-login/task-for-host.ts'

/** What became of asking for a registry's token, as a login would. Nothing is written. */
export interface TokenTrial {
  readonly hosts: readonly string[]
  /** With whose credentials; absent for those of the surroundings. */
  readonly identity?: string
  readonly isPublic: boolean
  readonly outcome: RegistryToken | Failure
}

/** Whom the surroundings make us. */
export interface Ambient {
  readonly credentials: AwsCredentials | Failure
  /** Absent without credentials. */
  readonly caller: Caller | Failure | undefined
}

type Parts = { readonly catalog: Catalog; readonly effects: Effects }

export async function askAmbient({ catalog, effects }: Parts): Promise<Ambient> {
  const found = await ambientCredentials(catalog, effects).catch(toFailure)
  if (found instanceof Failure) return { credentials: found, caller: undefined }
  if (found.type !== 'aws') throw new Error(`ambient credentials are of type ${found.type}`)
  return { credentials: found, caller: await catalog.identify(found, effects).catch(toFailure) }
}

/** Asks ECR Public with the ambient credentials; the caller's ARN lets a wrong partition be told beforehand. */
export async function tryPublic(
  { credentials, caller }: Ambient,
  { catalog, effects }: Parts,
): Promise<TokenTrial> {
  const trial = { hosts: ['public.ecr.aws'], isPublic: true }
  if (credentials instanceof Failure) return { ...trial, outcome: credentials }
  const { kind, spec } = taskForHost({ type: 'public', host: 'public.ecr.aws' }, catalog)
  const arn = caller instanceof Failure ? undefined : caller?.arn
  const base = arn === undefined ? credentials : { ...credentials, arn }
  const request = { name: 'public.ecr.aws', spec: parse(kind.spec, spec), base }
  return { ...trial, outcome: await kind.fetchToken(request, effects).catch(toFailure) }
}
