const coreTags = new Set([
  'str',
  'int',
  'float',
  'bool',
  'null',
  'binary',
  'timestamp',
  'map',
  'seq',
  'merge',
])

/** The name of a tag of YAML's own, written `!!name` or in full; `undefined` for every other tag. */
export function coreTag(tag: string): string | undefined {
  const name = tag.startsWith('!!') ? tag.slice(2) : /^!<tag:yaml\.org,2002:(\w+)>$/.exec(tag)?.[1]
  return name !== undefined && coreTags.has(name) ? name : undefined
}
