/**
 * A partition of AWS: which Regions belong to it and which names its services answer under.
 * Sources: the partitions of the endpoint rules in the AWS SDKs; for registry hosts the
 * chapter of ECR's guide on requests to registries.
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
  /** The Region to ask where none is named: where its global services live. */
  readonly homeRegion: string
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
  homeRegion: 'us-east-1',
  dnsSuffix: 'amazonaws.com',
  dualStackSuffix: 'api.aws',
  dualStackRegistrySuffix: 'on.aws',
}

export const partitions: readonly Partition[] = [
  {
    id: 'aws-cn',
    regions: /^cn-[a-z]+-\d+$/,
    homeRegion: 'cn-north-1',
    dnsSuffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    dualStackRegistrySuffix: 'on.amazonwebservices.com.cn',
  },
  {
    id: 'aws-us-gov',
    regions: /^us-gov-[a-z]+-\d+$/,
    homeRegion: 'us-gov-west-1',
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    dualStackRegistrySuffix: 'on.aws',
  },
  {
    id: 'aws-iso',
    regions: /^us-iso-[a-z]+-\d+$/,
    homeRegion: 'us-iso-east-1',
    dnsSuffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
  },
  {
    id: 'aws-iso-b',
    regions: /^us-isob-[a-z]+-\d+$/,
    homeRegion: 'us-isob-east-1',
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
  },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-[a-z]+-\d+$/,
    homeRegion: 'eu-isoe-west-1',
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-[a-z]+-\d+$/,
    homeRegion: 'us-isof-south-1',
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-[a-z]+-[a-z]+-\d+$/,
    homeRegion: 'eusc-de-east-1',
    dnsSuffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
  },
  standard,
]

/** The partition of a Region; Regions nobody has heard of yet are taken for the standard partition's. */
export function partitionOf(region: string): Partition {
  return partitions.find(partition => partition.regions.test(region)) ?? standard
}

/** The partition that an ARN names; `undefined` where it names none of these. */
export function partitionOfArn(arn: string): Partition | undefined {
  const named = arn.split(':')[1]
  return partitions.find(({ id }) => id === named)
}

/** The Region to ask about something known only by its ARN. */
export function homeRegionOfArn(arn: string): string {
  return (partitionOfArn(arn) ?? standard).homeRegion
}
