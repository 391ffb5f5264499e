import type { Credentials } from '../../auth/credentials.ts'
import type { Plan } from '../../auth/plan.ts'
import { recipeOf } from '../../auth/recipe.ts'
import { writeAwsFiles } from '../../sinks/aws-files.ts'
import type { AwsFilesPlace } from '../../sinks/aws-files-place.ts'
import { recordInLedger } from '../../sinks/ledger.ts'
import type { AwsFilesEntry, LedgerEntry } from '../../sinks/ledger-entry.ts'
import type { Session } from '../session.ts'
import { placeOf } from './identity-place.ts'
import { regionOf, rootProvider } from './plan-facts.ts'

/**
 * Writes an identity's credentials where `AWS_PROFILE` finds them, and into the ledger that they are there.
 * @returns the place; `undefined` for identities that lend no credentials of their own
 * @throws Failure `file-unwritable`
 */
export async function writeProfile(
  { plan, credentials }: { readonly plan: Plan; readonly credentials: Credentials },
  session: Session,
): Promise<AwsFilesPlace | undefined> {
  const { effects, ledgerNotes } = session
  const place = placeOf(plan, session)
  if (place === undefined || credentials.type !== 'aws') return undefined
  const receipt = await writeAwsFiles({ place, credentials, region: regionOf(plan) }, effects)
  const entry: AwsFilesEntry = {
    type: 'aws-files',
    receipt,
    at: effects.clock.now(),
    expiresAt: credentials.expiresAt,
    identity: plan.target,
    provider: rootProvider(plan),
    realm: plan.realm,
    recipe: recipeOf(plan),
    folder: session.auth.folder,
  }
  const { notes, replaced } = await recordInLedger([entry], effects)
  const warnings = replaced.flatMap(earlier => takenOver(earlier, entry))
  for (const note of [...warnings, ...notes]) ledgerNotes.add(note)
  return place
}

/** Without a realm two projects may call different identities the same: the shells of one become the other's. */
function takenOver(earlier: LedgerEntry, entry: AwsFilesEntry): readonly string[] {
  const { expiresAt = Number.POSITIVE_INFINITY, recipe, folder } = earlier
  const isOneProject = entry.realm !== undefined || folder === entry.folder
  if (isOneProject || recipe === entry.recipe || expiresAt <= entry.at) return []
  const { profile, credentialsFile } = entry.receipt
  return [
    `The profile ${profile} in ${credentialsFile} held other credentials that were still good, and programs that use it now get these. If they belong to another project, give each project an auth.realm`,
  ]
}
