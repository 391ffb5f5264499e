import type { GenericSchema, InferOutput } from 'valibot'
import type { Effects } from '../effects/effects.ts'
import type { CredentialsOf, CredentialType } from './credentials.ts'
import type { Discovery } from './discovered.ts'
import type {
  IdentityKind,
  IntegrationKind,
  KindRequest,
  Outlook,
  ProviderKind,
  Refusal,
  StepKind,
} from './kind.ts'
import type { RegistryToken } from './login.ts'

interface ProviderDefinition<S extends GenericSchema, Y extends CredentialType>
  extends Omit<StepKind, 'spec'> {
  readonly spec: S
  readonly yields: Y
  authenticate(request: KindRequest<InferOutput<S>, undefined>, effects: Effects): Promise<CredentialsOf<Y>>
  discover?(request: KindRequest<InferOutput<S>, CredentialsOf<Y>>, effects: Effects): Promise<Discovery>
  signOut?(request: KindRequest<InferOutput<S>, undefined>, effects: Effects): Promise<boolean>
}

/** Declares a provider kind; inside, the spec has its real type. */
export function defineProvider<S extends GenericSchema, const Y extends CredentialType>(
  definition: ProviderDefinition<S, Y>,
): ProviderKind {
  return { ...definition, role: 'provider' } as unknown as ProviderKind
}

interface IdentityDefinition<S extends GenericSchema, A extends CredentialType, Y extends CredentialType>
  extends Omit<StepKind, 'spec'> {
  readonly spec: S
  readonly accepts: readonly A[]
  readonly yields: Y
  authenticate(
    request: KindRequest<InferOutput<S>, [A] extends [never] ? undefined : CredentialsOf<A>>,
    effects: Effects,
  ): Promise<CredentialsOf<Y>>
  foresees?(outlook: Outlook<InferOutput<S>>): Refusal | undefined
  signOut?(request: KindRequest<InferOutput<S>, undefined>, effects: Effects): Promise<boolean>
}

/** Declares an identity kind; inside, spec and base have their real types. */
export function defineIdentity<
  S extends GenericSchema,
  const A extends CredentialType,
  const Y extends CredentialType,
>(definition: IdentityDefinition<S, A, Y>): IdentityKind {
  return { ...definition, role: 'identity' } as unknown as IdentityKind
}

interface IntegrationDefinition<S extends GenericSchema, A extends CredentialType>
  extends Omit<IntegrationKind, 'role' | 'spec' | 'accepts' | 'serves' | 'tokenKey' | 'fetchToken'> {
  readonly spec: S
  readonly accepts: readonly A[]
  serves(spec: InferOutput<S>): readonly string[]
  tokenKey(spec: InferOutput<S>): string
  fetchToken(request: KindRequest<InferOutput<S>, CredentialsOf<A>>, effects: Effects): Promise<RegistryToken>
}

/** Declares an integration kind; inside, spec and base have their real types. */
export function defineIntegration<S extends GenericSchema, const A extends CredentialType>(
  definition: IntegrationDefinition<S, A>,
): IntegrationKind {
  return { ...definition, role: 'integration' } as unknown as IntegrationKind
}
