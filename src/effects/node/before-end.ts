const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const cleanups = new Set<() => void>()

/**
 * Runs `cleanup` should the process end before it was cancelled: on a normal exit, and on the signals that
 * ask for an end. While anything is registered those signals wait for the code that runs, so that a
 * synchronous section is never cut in half by them.
 * @returns the cancelling function
 */
export function beforeEnd(cleanup: () => void): () => void {
  if (cleanups.size === 0) listen()
  cleanups.add(cleanup)
  return () => {
    cleanups.delete(cleanup)
    if (cleanups.size === 0) stopListening()
  }
}

function listen(): void {
  process.on('exit', cleanUpAll)
  for (const signal of signals) process.on(signal, onSignal)
}

function stopListening(): void {
  process.off('exit', cleanUpAll)
  for (const signal of signals) process.off(signal, onSignal)
}

function cleanUpAll(): void {
  for (const cleanup of [...cleanups]) cleanup()
  cleanups.clear()
}

function onSignal(signal: NodeJS.Signals): void {
  // Somebody else answers this signal too; they decide about the end, and the exit will bring us in.
  if (process.listenerCount(signal) > 1) return
  cleanUpAll()
  stopListening()
  process.kill(process.pid, signal)
}
