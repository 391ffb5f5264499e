import type { Partition } from './partitions.ts'

/** Where people of a partition sign in, and where its console is. */
export interface ConsoleHosts {
  /** Also with a Region in front: `eu-west-1.signin.aws.amazon.com`. */
  readonly signIn: string
  readonly console: string
}

/** Sources: the endpoint rules of the SDK's sign-in client for the first names; the guides of IAM. */
const hosts: Record<Partition['id'], ConsoleHosts> = {
  aws: { signIn: 'signin.aws.amazon.com', console: 'console.aws.amazon.com' },
  'aws-cn': { signIn: 'signin.amazonaws.cn', console: 'console.amazonaws.cn' },
  'aws-us-gov': {
    signIn: 'signin.amazonaws-us-gov.com',
    console: 'console.amazonaws-us-gov.com',
  },
  'aws-eusc': {
    signIn: 'signin.amazonaws-eusc.eu',
    console: 'console.amazonaws-eusc.eu',
  },
  'aws-iso': { signIn: 'signin.c2shome.ic.gov', console: 'console.c2shome.ic.gov' },
  'aws-iso-b': {
    signIn: 'signin.sc2shome.sgov.gov',
    console: 'console.sc2shome.sgov.gov',
  },
  'aws-iso-e': {
    signIn: 'signin.csphome.adc-e.uk',
    console: 'console.csphome.adc-e.uk',
  },
  'aws-iso-f': {
    signIn: 'signin.csphome.hci.ic.gov',
    console: 'console.csphome.hci.ic.gov',
  },
}

export function consoleHosts(partition: Partition['id']): ConsoleHosts {
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
