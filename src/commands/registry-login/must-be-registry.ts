import { withoutUser } from '../../auth/without-user.ts'
import { parseRegistryHost, type RegistryHost, withOwnEnding } from '../../docker/registry-host.ts'
import { Failure } from '../../errors/failure.ts'

/** @throws Failure `usage` for what is not ECR's; its next step is the registry that was meant, else `next` */
export function mustBeRegistry(text: string, next: string): RegistryHost {
  const host = parseRegistryHost(text)
  if (host !== undefined) return host
  const meant = withOwnEnding(text)
  throw new Failure({
    code: 'usage',
    what: `${text === '' ? 'An empty text' : withoutUser(text)} is not an Amazon ECR registry`,
    why: 'expected ACCOUNT.dkr.ecr.REGION.amazonaws.com (or its FIPS, dual-stack or partition form), or public.ecr.aws',
    next: meant === undefined ? next : `Did you mean ${meant}?`,
  })
}

/** @throws Failure `usage` for a value of `--registry` that is not ECR's */
export function namedRegistry(text: string): RegistryHost {
  return mustBeRegistry(text, 'Check the 12-digit account and the Region of --registry')
}
