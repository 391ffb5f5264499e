/** Randomness fit for secrets. */
export interface Random {
  bytes(count: number): Uint8Array
  /** A number from 0 (included) to 1 (excluded), for jitter. */
  fraction(): number
}
