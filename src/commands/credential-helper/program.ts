/** What Docker calls us in `credHelpers` and `credsStore`. */
export const programName = 'atmos'

/** The program that Docker then starts. */
export const ourProgram = `docker-credential-${programName}`
