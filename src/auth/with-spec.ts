/**
 * The same entry with other fields of its kind. Entries may work their fields out when asked for them, so a
 * spread would lose what was not asked for yet.
 */
export function withSpec<E extends { readonly spec: unknown }>(entry: E, spec: unknown): E {
  return Object.create(entry, { spec: { value: spec, enumerable: true } })
}
