import type { Needs } from '../effects/effects.ts'

/** Longest session name that STS takes. */
const longest = 64

/** The session name that is asked for, or `atmos-<identity>-<unix seconds>`, in the letters that STS takes. */
export function sessionName(
  { identity, asked }: { readonly identity: string; readonly asked?: string | undefined },
  { clock }: Needs<'clock'>,
): string {
  const wished = asked ?? `atmos-${identity}-${Math.floor(clock.now() / 1000)}`
  const name = wished
    .replace(/[^\w+=,.@-]/g, '-')
    .slice(0, longest)
    .replace(/-+$/, '')
  return name.length < 2 ? 'atmos-session' : name
}
