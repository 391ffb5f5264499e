/** Whether JSON is asked for. Read before anything is parsed: what cannot be parsed must be told as JSON, too. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const words = end === -1 ? argv : argv.slice(0, end)
  // With `auth env`, -o names a file.
  const flags = ['--format', '-f', '--output', ...(words.includes('whoami') ? ['-o'] : [])]
  return words.some(
    (word, index) =>
      flags.some(flag => word === `${flag}=json`) || (flags.includes(word) && words[index + 1] === 'json'),
  )
}
