/** Work that is under way, by whom it belongs to and by what it is about. */
const underWay = new WeakMap<object, Map<string, Promise<unknown>>>()

/**
 * Runs work unless the same work is under way already for the same owner (a run of the program); then its outcome is
 * shared, a failure too: whoever said no once is not asked again for every identity.
 */
export async function shareInFlight<T>(
  { owner, about }: { readonly owner: object; readonly about: string },
  work: () => Promise<T>,
): Promise<T> {
  const running = underWay.get(owner) ?? new Map<string, Promise<unknown>>()
  underWay.set(owner, running)
  const shared = running.get(about) as Promise<T> | undefined
  if (shared !== undefined) return await shared
  const promise = work()
  running.set(about, promise)
  try {
    return await promise
  } finally {
    running.delete(about)
  }
}
