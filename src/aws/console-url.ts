import { consoleHosts } from './console-hosts.ts'
import { consolePage } from './console-pages.ts'
import { type Partition, partitionOf, partitionOfArn } from './partitions.ts'

/** Where somebody belongs, as far as it is known. */
export interface Belonging {
  readonly arn?: string | undefined
  readonly region?: string | undefined
}

/** The partition whose console somebody uses: that of their ARN, else of their Region. */
export function consolePartition({ arn, region }: Belonging): Partition['id'] {
  return (partitionOfArn(arn ?? '') ?? partitionOf(region ?? 'us-east-1')).id
}

/**
 * The address of a page of the console.
 * @param wish a web address, the word of a service, or nothing for the first page
 * @returns `undefined` for a word that means nothing
 */
export function consoleUrl(wish: string, belonging: Belonging): string | undefined {
  if (/^https?:\/\//i.test(wish)) return URL.canParse(wish) ? wish : undefined
  const page = consolePage(wish === '' ? 'home' : wish)
  if (page === undefined) return undefined
  const [path, fragment] = page.split('#')
  const url = new URL(`https://${consoleHosts(consolePartition(belonging)).console}/${path}`)
  if (belonging.region !== undefined) url.searchParams.set('region', belonging.region)
  return fragment === undefined ? url.href : `${url.href}#${fragment}`
}
