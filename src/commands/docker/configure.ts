import { Failure } from '../../errors/failure.ts'
import type { Context } from '../context.ts'
import { changeRegistration, type Registration } from '../credential-helper/registration.ts'
import { withDeadline } from '../deadline.ts'
import { excluded } from '../excluded.ts'
import { addPlace, type Change } from './add-place.ts'
import type { ConfigureFlags } from './configure.command.ts'
import { giveBackUnserved } from './give-back.ts'
import { placeFor } from './place.ts'
import { removeAll } from './remove-places.ts'
import { type Wanted, wantedHosts } from './wanted-hosts.ts'
import { warningsFor } from './warnings.ts'

/** `atmos docker configure`: has Docker ask `docker-credential-atmos`, or no longer. */
export async function configure(this: Context, flags: ConfigureFlags): Promise<void> {
  mustFit(flags)
  const effects = withDeadline(this.effects, this.settings)
  if (flags.remove === true) {
    report(this, { removed: await removeAll(effects), warnings: [] }, flags)
    return
  }
  const wanted = await wantedHosts(this, flags)
  const place = await placeFor(flags, effects)
  const warnings = [...wanted.warnings, ...(await warningsFor({ wanted, place }, effects))]
  await changeRegistration(present => withWanted(present, wanted), effects)
  const change = await addPlace({ place, hosts: wanted.hosts }, effects)
  const parts = { catalog: await this.catalog(), effects }
  const removed = place.store === undefined ? await giveBackUnserved(place, parts) : []
  report(this, { configured: [change], removed, warnings }, flags)
}

function mustFit(flags: ConfigureFlags): void {
  const { remove, store, containers, identity, registry = [] } = flags
  const named = flags.public === true || registry.length > 0
  const others = store || containers || identity !== undefined || named
  if (remove === true && others) {
    throw excluded('--remove', 'other flags', { why: 'it takes everything back' })
  }
  if (store === true && containers === true) {
    throw excluded('--store', '--containers', { why: 'podman, buildah and skopeo never ask a credsStore' })
  }
  if (identity !== undefined && !named) {
    throw new Failure({
      code: 'usage',
      what: '--identity needs --public or --registry',
      why: 'without them the integrations of atmos.yaml say which identity serves which registry',
      next: 'atmos docker configure --public --identity NAME',
    })
  }
}

/** What was said last about a host, and the configuration used last, come first. */
function withWanted(present: Registration, { configuration, registries, hosts }: Wanted): Registration {
  const others = present.configurations.filter(each => JSON.stringify(each) !== JSON.stringify(configuration))
  return {
    ...present,
    configurations: configuration === undefined ? others : [configuration, ...others],
    registries: [...registries, ...present.registries.filter(({ host }) => !hosts.includes(host))],
  }
}

interface Outcome {
  /** Absent with `--remove`. */
  readonly configured?: readonly Change[]
  readonly removed: readonly Change[]
  readonly warnings: readonly string[]
}

function report({ effects, voice }: Context, outcome: Outcome, flags: ConfigureFlags): void {
  const { configured, removed, warnings } = outcome
  for (const warning of warnings) voice.warn(warning)
  if (flags.format === 'json') {
    effects.terminal.data(`${JSON.stringify(outcome)}\n`)
    return
  }
  if (configured === undefined && removed.length === 0)
    voice.note('Docker does not ask this program for logins; nothing to undo')
  for (const change of configured ?? []) {
    const how = change.changed ? `written to ${change.path}` : `as ${change.path} says already`
    voice.success(`docker-credential-atmos serves ${whom(change)} (${how})`)
  }
  for (const change of removed) {
    voice.success(`docker-credential-atmos no longer serves ${whom(change)} (taken out of ${change.path})`)
  }
}

function whom({ registries, store }: Change): string {
  return store ? 'every registry' : registries.join(', ')
}
