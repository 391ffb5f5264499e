/**
 * The partitions of AWS: which Regions belong to them and which names their services answer under.
 * Source: the endpoint rules of the AWS SDKs, tabled in the protocol notes of the contributors' guide.
 */
export interface Partition {
  readonly id:
    | 'aws'
    | 'aws-cn'
    | 'aws-us-gov'
    | 'aws-iso'
    | 'aws-iso-b'
    | 'aws-iso-e'
    | 'aws-iso-f'
    | 'aws-eusc'
  /** Matches the names of its Regions. */
  readonly regions: RegExp
  /** Suffix of service hosts: `sts.<region>.<suffix>`. */
  readonly dnsSuffix: string
  /** Suffix of dual-stack service hosts. */
  readonly dualStackSuffix: string
  /** Suffix of dual-stack registry hosts; absent where there are none. */
  readonly dualStackRegistrySuffix?: string
}

const standard: Partition = {
  id: 'aws',
  regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/,
  dnsSuffix: 'amazonaws.com',
  dualStackSuffix: 'api.aws',
  dualStackRegistrySuffix: 'on.aws',
}

export const partitions: readonly Partition[] = [
  {
    id: 'aws-cn',
    regions: /^cn-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    dualStackRegistrySuffix: 'on.amazonwebservices.com.cn',
  },
  {
    id: 'aws-us-gov',
    regions: /^us-gov-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    dualStackRegistrySuffix: 'on.aws',
  },
  {
    id: 'aws-iso',
    regions: /^us-iso-[a-z]+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
  },
  {
    id: 'aws-iso-b',
    regions: /^us-isob-[a-z]+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
  },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-[a-z]+-\d+$/,
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-[a-z]+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-[a-z]+-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
  },
  standard,
]

/** The partition of a Region; Regions nobody has heard of yet are taken for the standard partition's. */
export function partitionOf(region: string): Partition {
  return partitions.find(partition => partition.regions.test(region)) ?? standard
}

/** A Region to ask where none is named, by partition: where its global services live. */
const homeRegions: Readonly<Record<Partition['id'], string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
}

/** The Region to ask about something known only by its ARN. */
export function homeRegionOfArn(arn: string): string {
  const partition = arn.split(':')[1] ?? 'aws'
  return homeRegions[partition as Partition['id']] ?? homeRegions.aws
}
