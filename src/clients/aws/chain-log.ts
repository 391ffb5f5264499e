import type { AmbientSource } from './ambient-sources.ts'

type SourceId = AmbientSource['id']

/** What the SDK's chain says about itself, line by line, kept as one reason per source. */
export interface ChainLog {
  listen(line: string): void
  /** The source asked last: where the credentials, or the final error, came from. */
  last(): SourceId | undefined
  reasons(): ReadonlyMap<SourceId, string>
}

const headings: readonly (readonly [string, SourceId])[] = [
  ['defaultProvider::fromEnv', 'environment'],
  ['defaultProvider::fromIni', 'profile'],
  ['defaultProvider::fromTokenFile', 'web-identity'],
  ['remoteProvider::fromHttp', 'container'],
  ['remoteProvider::fromInstanceMetadata', 'instance'],
]

const reason = /^@smithy\/property-provider (?:->|\(!\)) ([\s\S]+)$/

/** What the chain says at its very end, about no source in particular. */
export const nothingFound = 'Could not load credentials from any providers'

export function chainLog(): ChainLog {
  const found = new Map<SourceId, string>()
  let current: SourceId | undefined
  return {
    listen(line) {
      const heading = headings.find(([words]) => line.includes(words))
      if (heading !== undefined) current = heading[1]
      // The chain looks at credential_process a second time, as a source of its own; the profile said it before.
      else if (line.includes('defaultProvider::')) current = undefined
      const said = reason.exec(line)?.[1]
      // Of the instance metadata only steps on the way are logged.
      if (said === undefined || said === nothingFound || current === undefined || current === 'instance')
        return
      found.set(current, plain(said))
    },
    last: () => current,
    reasons: () => found,
  }
}

/** One line, without the command line of a program, which may hold a secret. */
export function plain(words: string): string {
  const said = words.replace(/^(?:Error: )?Command failed: [^\n]*\n?/, 'its credential_process failed: ')
  return said.replace(/\s+/g, ' ').replace(/: $/, '').trim()
}
