/**
 * A tar archive (POSIX ustar) of plain text files, as text: every byte of it is ASCII, so it survives as an
 * HTTP body that is a string.
 */
export function tarOf(files: readonly { readonly name: string; readonly text: string }[]): string {
  return files.map(({ name, text }) => header(name, text.length) + padded(text)).join('') + '\0'.repeat(1024)
}

function header(name: string, size: number): string {
  const fields = (checksum: string) =>
    [
      name.padEnd(100, '\0'),
      octal(0o644, 8),
      octal(0, 8),
      octal(0, 8),
      octal(size, 12),
      octal(0, 12),
      checksum,
      '0',
      '\0'.repeat(100),
      'ustar\x0000',
    ]
      .join('')
      .padEnd(512, '\0')
  // The sum is taken as if its own field held blanks.
  const sum = Buffer.from(fields(' '.repeat(8)), 'ascii').reduce((total, byte) => total + byte, 0)
  return fields(`${sum.toString(8).padStart(6, '0')}\0 `)
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`
}

function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 512) * 512, '\0')
}
