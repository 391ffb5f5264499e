interface PartitionFacts {
  readonly regions: RegExp
  readonly partition: string
  readonly dnsSuffix: string
}

/** Read from the AWS service models, and kept apart from the client's own table on purpose. */
const partitions: readonly PartitionFacts[] = [
  { regions: /^cn-/, partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' },
  { regions: /^us-gov-/, partition: 'aws-us-gov', dnsSuffix: 'amazonaws.com' },
  { regions: /^us-iso-/, partition: 'aws-iso', dnsSuffix: 'c2s.ic.gov' },
  { regions: /^us-isob-/, partition: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' },
  { regions: /^eu-isoe-/, partition: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' },
  { regions: /^us-isof-/, partition: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' },
  { regions: /^eusc-/, partition: 'aws-eusc', dnsSuffix: 'amazonaws.eu' },
]

/** The partition a Region belongs to and the suffix of its hosts. */
export function partitionOfRegion(region: string): Pick<PartitionFacts, 'partition' | 'dnsSuffix'> {
  return (
    partitions.find(facts => facts.regions.test(region)) ?? { partition: 'aws', dnsSuffix: 'amazonaws.com' }
  )
}

/** Source of a regular expression for the name of a Region: `us-gov-east-1`. */
export const regionPattern = '[a-z]{2,}(?:-[a-z]+)+-\\d+'

const apiSuffixes = [
  ...new Set(['amazonaws.com', 'api.aws', ...partitions.map(facts => facts.dnsSuffix)]),
  'api.amazonwebservices.com.cn',
  'api.amazonwebservices.eu',
]
  .map(suffix => suffix.replaceAll('.', '\\.'))
  .join('|')

/** Real host names of a service: `<prefix>.<region>.<suffix>`, the Region in the group `region`. */
export function serviceHosts(prefixes: readonly string[]): RegExp {
  const names = prefixes.map(prefix => prefix.replaceAll('.', '\\.')).join('|')
  return new RegExp(`^(?:${names})\\.(?<region>${regionPattern})\\.(?:${apiSuffixes})$`)
}
