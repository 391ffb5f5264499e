import type { Effects } from '../../../effects/effects.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Check } from '../check.ts'
import { inferred } from '../finding.ts'

/** An instance answers only as many hops away as it was told, and a container's network is one of them. */
export const hopLimit: Check = {
  id: 'hop-limit',
  title: 'Instance metadata from inside a container',
  group: 'AWS',
  callsOut: true,
  async run(facts, effects) {
    if (!isContainer(effects) || !isInstance(effects) || otherSource(effects)) return []
    const { credentials } = await facts.ambient()
    if (!(credentials instanceof Failure) || !['no-credentials', 'timed-out'].includes(credentials.code))
      return []
    return [
      inferred('The metadata of this EC2 instance does not reach into this container', {
        cause: 'this is a container on EC2, and no credentials came; the usual reason is a hop limit of 1',
        mend: 'aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID',
      }),
    ]
  },
}

function isContainer({ files, env }: Effects): boolean {
  const marks = ['/.dockerenv', '/run/.containerenv']
  return Boolean(env.get('KUBERNETES_SERVICE_HOST')) || marks.some(path => files.stat(path) !== undefined)
}

function isInstance({ files }: Effects): boolean {
  const vendor = textOf('/sys/devices/virtual/dmi/id/sys_vendor', files)
  return /amazon/i.test(vendor) || /^ec2/i.test(textOf('/sys/hypervisor/uuid', files))
}

function textOf(path: string, files: Effects['files']): string {
  try {
    return Buffer.from(files.read(path) ?? []).toString('utf8')
  } catch {
    return ''
  }
}

/** Containers of ECS and EKS have an endpoint of their own; and metadata may be switched off. */
function otherSource({ env }: Effects): boolean {
  const own = ['RELATIVE_URI', 'FULL_URI'].some(end => env.get(`AWS_CONTAINER_CREDENTIALS_${end}`))
  return (
    own || env.get('AWS_EC2_METADATA_DISABLED') === 'true' || Boolean(env.get('AWS_WEB_IDENTITY_TOKEN_FILE'))
  )
}
