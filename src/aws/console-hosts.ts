import type { Partition } from './partitions.ts'

/** Where people of a partition sign in, and where its console is. */
export interface ConsoleHosts {
  /** Also with a Region in front: `eu-west-1.signin.aws.amazon.com`. */
  readonly signIn: string
  readonly console: string
  /** Region of a console page when nobody named one. */
  readonly region: string
}

/** Sources: the guides of IAM for each partition; `aws login` of the AWS CLI names the same sign-in hosts. */
const hosts: Partial<Record<Partition['id'], ConsoleHosts>> = {
  aws: { signIn: 'signin.aws.amazon.com', console: 'console.aws.amazon.com', region: 'us-east-1' },
  'aws-cn': { signIn: 'signin.amazonaws.cn', console: 'console.amazonaws.cn', region: 'cn-north-1' },
  'aws-us-gov': {
    signIn: 'signin.amazonaws-us-gov.com',
    console: 'console.amazonaws-us-gov.com',
    region: 'us-gov-west-1',
  },
  'aws-eusc': {
    signIn: 'signin.amazonaws-eusc.eu',
    console: 'console.amazonaws-eusc.eu',
    region: 'eusc-de-east-1',
  },
  'aws-iso': { signIn: 'signin.c2shome.ic.gov', console: 'console.c2shome.ic.gov', region: 'us-iso-east-1' },
  'aws-iso-b': {
    signIn: 'signin.sc2shome.sgov.gov',
    console: 'console.sc2shome.sgov.gov',
    region: 'us-isob-east-1',
  },
}

/** @returns `undefined` for a partition whose console we know no address of */
export function consoleHosts(partition: Partition['id']): ConsoleHosts | undefined {
  return hosts[partition]
}

/** Whether an address is one where AWS, in any partition, takes SAML responses. */
export function isSamlEndpoint(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, pathname } = new URL(url)
  const isSignIn = Object.values(hosts).some(
    ({ signIn }) => hostname === signIn || hostname.endsWith(`.${signIn}`),
  )
  return protocol === 'https:' && isSignIn && /^\/saml(\/|$)/.test(pathname)
}
