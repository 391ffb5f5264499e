/** Names of the configuration that become names of files' parts: said when checking, and when writing. */

/** Characters that every reader of AWS files takes in a profile's name (AWS's own list). */
const profile = /^[\w@+.%:/-]+$/

/** Why an identity cannot be a profile of the AWS tools; `undefined` when it can. */
export function profileFault(identity: string): string | undefined {
  if (profile.test(identity)) return undefined
  return 'a profile of the AWS tools has letters, digits and _ - / . % @ : + in its name, nothing else'
}

/** Why a realm or a provider cannot have a folder of its name; `undefined` when it can. */
export function folderFault(name: string): string | undefined {
  const leaves = name.split('/').some(part => part === '' || part === '.' || part === '..')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (!leaves && !/[\\:*?"<>|\x00-\x1f]/.test(name)) return undefined
  return 'AWS files lie in a folder named after the realm and the provider'
}
