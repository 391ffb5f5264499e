const minute = 60_000

/** How long a person may take to sign in, milliseconds: as long as the AWS CLI waits for a browser. */
export const personMs = 10 * minute

/** How long to wait while a person signs in in another process, milliseconds: a little longer than they have. */
export const turnMs = 11 * minute

/** What one call around a sign-in may take, milliseconds; meanwhile the command's own deadline does not count. */
export const callMs = 30_000
