/** An address as it may be shown: without the user and password that may stand in front of its host. */
export function withoutUser(address: string): string {
  return address.replace(/(^|\/\/)[^/]*@/, '$1***@')
}
