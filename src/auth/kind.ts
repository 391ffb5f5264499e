import type { GenericSchema } from 'valibot'
import type { Effects } from '../effects/effects.ts'
import type { AwsCredentials, Credentials, CredentialType } from './credentials.ts'
import type { Discovery } from './discovered.ts'
import type { Login, RegistryToken } from './login.ts'
import type { Once } from './once.ts'
import type { Secret } from './secret.ts'

/** What a kind is asked to do for one entry. */
export interface KindRequest<Spec, Base> {
  /** Name of the entry in the configuration. */
  readonly name: string
  /** The entry, decoded by the kind's own schema. */
  readonly spec: Spec
  /** The credentials to start from; `undefined` for the first step of a chain. */
  readonly base: Base
  /** Realm of the configuration, where it has one: what a kind keeps by names, it keeps apart by realm. */
  readonly realm?: string | undefined
}

/** What providers and identities, the steps of a chain, have in common. */
export interface StepKind {
  /** The word after `kind:`. */
  readonly kind: string
  /** Short noun phrase for people and documentation. */
  readonly title: string
  /** The entry's own fields (`principal`, `spec`, …); the fields all entries share are not in it. */
  readonly spec: GenericSchema
  readonly yields: CredentialType
  /** Its credentials come from what surrounds the program; such chains are never stored. */
  readonly ambient?: boolean
  /** Its credentials are a role's session. */
  readonly assumesRole?: boolean
  /** Which additions of the command line it acts upon; it gets them among the fields of `spec.spec`. */
  readonly heeds?: readonly (keyof Once)[]
}

/** Why a step cannot do what its entry asks for, as far as that can be told without asking anybody. */
export interface Refusal {
  /** Dotted path inside the entry. */
  readonly path: string
  readonly message: string
  readonly next: string
}

/** What is known of a step before anything is done. */
export interface Outlook<Spec> {
  readonly spec: Spec
  /** The kind of the step before it; `undefined` for the first one. */
  readonly before: Pick<StepKind, 'assumesRole'> | undefined
}

/** A place where trust starts. */
export interface ProviderKind extends StepKind {
  readonly role: 'provider'
  authenticate(request: KindRequest<unknown, undefined>, effects: Effects): Promise<Credentials>
  /** Whom its credentials can become, where it can tell. @param request `base` is what `authenticate` gave */
  discover?(request: KindRequest<unknown, Credentials>, effects: Effects): Promise<Discovery>
  /** Ends what it keeps signed in outside our stores. @returns whether there was something to end */
  signOut?(request: KindRequest<unknown, undefined>, effects: Effects): Promise<boolean>
}

/** Someone to become. */
export interface IdentityKind extends StepKind {
  readonly role: 'identity'
  /** Credential types it can start from; empty when it starts a chain itself. */
  readonly accepts: readonly CredentialType[]
  authenticate(request: KindRequest<unknown, Credentials | undefined>, effects: Effects): Promise<Credentials>
  /** What is sure to fail, so that it is said before anybody is asked. */
  foresees?(outlook: Outlook<unknown>): Refusal | undefined
  /** Ends what it keeps signed in outside our stores. @returns whether there was something to end */
  signOut?(request: KindRequest<unknown, undefined>, effects: Effects): Promise<boolean>
}

/** A login derived from an identity. */
export interface IntegrationKind {
  readonly role: 'integration'
  readonly kind: string
  readonly title: string
  readonly spec: GenericSchema
  readonly accepts: readonly CredentialType[]
  /** Label of the success line: `ECR Public login`. */
  readonly label: string
  /** Hosts this entry logs in to. */
  serves(spec: unknown): readonly string[]
  /** Entries with the same identity and the same key share one token, hence one call. */
  tokenKey(spec: unknown): string
  fetchToken(request: KindRequest<unknown, Credentials>, effects: Effects): Promise<RegistryToken>
  /** Proves a login against its registry, where the kind can. @throws Failure when the registry does not take it */
  verify?(login: Login, effects: Effects): Promise<void>
}

/** Who AWS takes the holder of credentials for. */
export interface Caller {
  readonly arn: string
  /** 12 digits. */
  readonly account: string
}

/** A page of the AWS console, to be opened with somebody's credentials. */
export interface ConsoleVisit {
  readonly credentials: AwsCredentials
  /** Absolute address of the page. */
  readonly destination: string
  /** Who sends the person there: shown, and linked, when the session is over. */
  readonly issuer: string
  /** Seconds; absent: as long as the credentials live. */
  readonly durationSeconds?: number | undefined
}

/** The list of kinds a program knows; commands get it in their context. */
export interface Catalog {
  /** Asks AWS whose credentials these are. */
  identify(credentials: AwsCredentials, effects: Effects): Promise<Caller>
  /** The address that signs whoever opens it in to the AWS console, within 15 minutes. */
  consoleAddress(visit: ConsoleVisit, effects: Effects): Promise<Secret>
  readonly providers: readonly ProviderKind[]
  readonly identities: readonly IdentityKind[]
  readonly integrations: readonly IntegrationKind[]
}
