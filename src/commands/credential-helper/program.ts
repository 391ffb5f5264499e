/** What Docker calls us in `credHelpers` and `credsStore`; the program is `docker-credential-` and this. */
export const programName = 'atmos'
