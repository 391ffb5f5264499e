/** What the command line (or its variables) says about where the configuration is. */
export interface LoadOptions {
  /** Files to read instead of looking for them; relative to the working folder. */
  readonly configFiles?: readonly string[]
  /** Folders to read from instead of looking for them, after the files. */
  readonly configFolders?: readonly string[]
  readonly basePath?: string | undefined
  /** Profiles asked for; without any, `ATMOS_PROFILE` in `env:` and then `profiles.default` decide. */
  readonly profiles?: readonly string[]
  /** Go on after a file, an import or a profile that cannot be had, and keep it as a problem. */
  readonly collect?: boolean
}
