import type { Credentials } from './credentials.ts'

export interface StoredCredentials {
  readonly credentials: Credentials
  /** When they were obtained, milliseconds since the epoch. */
  readonly savedAt: number
}

/** Where credentials rest between runs, filed by recipe. */
export interface CredentialStore {
  load(recipe: string): Promise<StoredCredentials | undefined>
  save(recipe: string, stored: StoredCredentials): Promise<void>
  /** @returns whether there was something to remove */
  remove(recipe: string): Promise<boolean>
  /** Recipes of all there is, as far as the place can tell. */
  recipes(): Promise<readonly string[]>
}
