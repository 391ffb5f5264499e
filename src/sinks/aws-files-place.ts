import { folderFault, profileFault } from '../auth/file-names.ts'
import { foldersOf, pathsOf } from '../auth/folders.ts'
import type { Needs } from '../effects/effects.ts'
import { Failure } from '../errors/failure.ts'

/** Whose files they are. */
export interface AwsFilesOwner {
  readonly realm: string | undefined
  /** Name of the provider that the chain starts from; `undefined` for a chain that starts at an `aws/user`. */
  readonly provider: string | undefined
  readonly identity: string
  /** `spec.files.base_path` of the provider: takes the place of Atmos's configuration folder. */
  readonly basePath?: string | undefined
}

/** Where the AWS tools find an identity. */
export interface AwsFilesPlace {
  /** What goes into `AWS_PROFILE`. */
  readonly profile: string
  readonly credentialsFile: string
  readonly configFile: string
}

/**
 * The files of an identity, by Atmos's rules (`<config>/atmos/<realm>/aws/<provider>/…`), reading and writing
 * and logging out alike. Without a realm the folder is `default`, not a hash of where the configuration lies:
 * moving a checkout loses nothing.
 * @throws Failure when a name cannot be a profile or a folder, or no home folder is known
 */
export function awsFilesPlace(owner: AwsFilesOwner, { env }: Needs<'env'>): AwsFilesPlace {
  const { join, resolve } = pathsOf(env)
  const provider = (owner.provider ?? 'aws-user').toLowerCase()
  const realm = owner.realm ?? 'default'
  for (const name of [realm, provider]) mustBeFolder(name)
  const root =
    owner.basePath === undefined
      ? foldersOf({ env }).config()
      : resolve(env.cwd, atHome(owner.basePath, { env }))
  const folder = join(root, realm, 'aws', provider)
  return {
    profile: profileOf(owner.identity),
    credentialsFile: join(folder, 'credentials'),
    configFile: join(folder, 'config'),
  }
}

function atHome(path: string, { env }: Needs<'env'>): string {
  return /^~[/\\]/.test(path) && env.home !== undefined ? `${env.home}/${path.slice(2)}` : path
}

/** Atmos spells names in lower case, hence so do profiles. */
function profileOf(identity: string): string {
  const fault = profileFault(identity)
  if (fault === undefined) return identity.toLowerCase()
  throw new Failure({
    code: 'config-invalid',
    what: `Identity ${identity} cannot be a profile of the AWS tools`,
    why: fault,
    next: 'Give the identity such a name in atmos.yaml',
    details: { identity },
  })
}

function mustBeFolder(name: string): void {
  const fault = folderFault(name)
  if (fault === undefined) return
  throw new Failure({
    code: 'config-invalid',
    what: `${JSON.stringify(name)} cannot be the name of a folder`,
    why: fault,
    next: 'Give the realm or the provider a name of letters, digits, - and _',
    details: { name },
  })
}
