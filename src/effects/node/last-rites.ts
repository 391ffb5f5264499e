const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const rites = new Set<() => void>()

/**
 * Runs `cleanup` should the process end before it was cancelled: on a normal exit, and on the signals that
 * ask for an end. While anything is registered those signals wait for the code that runs, so that a
 * synchronous section is never cut in half by them.
 * @returns the cancelling function
 */
export function beforeEnd(cleanup: () => void): () => void {
  if (rites.size === 0) listen()
  rites.add(cleanup)
  return () => {
    rites.delete(cleanup)
    if (rites.size === 0) stopListening()
  }
}

function listen(): void {
  process.on('exit', performAll)
  for (const signal of signals) process.on(signal, onSignal)
}

function stopListening(): void {
  process.off('exit', performAll)
  for (const signal of signals) process.off(signal, onSignal)
}

function performAll(): void {
  for (const cleanup of [...rites]) cleanup()
  rites.clear()
}

function onSignal(signal: NodeJS.Signals): void {
  // Somebody else answers this signal too; they decide about the end, and the exit will bring us in.
  if (process.listenerCount(signal) > 1) return
  performAll()
  stopListening()
  process.kill(process.pid, signal)
}
