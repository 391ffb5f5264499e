/** Holds the whole thread up for some milliseconds: between two tries of a call that cannot wait by itself. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
