/** The parts of `samlp` that the tests use; it comes without types. */
declare module 'samlp' {
  interface Samlp {
    getSamlResponse(
      options: object,
      user: object,
      done: (error: Error | null, response?: string) => void,
    ): void
    auth(options: object): (request: object, response: object, next: (error: unknown) => void) => void
  }
  const samlp: Samlp
  export = samlp
}
