import { createServer, type RequestListener } from 'node:http'
import { instanceAddress, podAddress, taskAddress } from './network.ts'

/** Where programs in an ECS task, an EKS pod and an EC2 instance find their credentials. */
export const metadata = {
  /** Value of `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`. */
  taskPath: '/v2/credentials/island',
  /** Value of `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  podUrl: `http://${podAddress}/v1/credentials`,
  /** What the pod's token file must hold. */
  podToken: 'pod-identity-token',
} as const

const rolePath = '/latest/meta-data/iam/security-credentials/'

/** The three credentials endpoints, on the addresses that production has them on; EC2's is IMDSv2 only. */
export async function openMetadata(credentials: object): Promise<void> {
  const body = JSON.stringify({ Code: 'Success', Type: 'AWS-HMAC', ...credentials })
  await listen(taskAddress, (asked, answer) => {
    answer.writeHead(asked.url === metadata.taskPath ? 200 : 404).end(body)
  })
  await listen(podAddress, (asked, answer) => {
    answer.writeHead(asked.headers.authorization === metadata.podToken ? 200 : 401).end(body)
  })
  await listen(instanceAddress, (asked, answer) => {
    if (asked.method === 'PUT' && asked.url === '/latest/api/token') {
      const seconds = String(asked.headers['x-aws-ec2-metadata-token-ttl-seconds'])
      answer.writeHead(200, { 'x-aws-ec2-metadata-token-ttl-seconds': seconds }).end('session')
    } else if (asked.headers['x-aws-ec2-metadata-token'] !== 'session') {
      answer.writeHead(401).end()
    } else if (asked.url === rolePath) {
      answer.end('island-role')
    } else {
      answer.writeHead(asked.url === `${rolePath}island-role` ? 200 : 404).end(body)
    }
  })
}

function listen(address: string, listener: RequestListener): Promise<void> {
  return new Promise(resolve => createServer(listener).listen(80, address, resolve))
}
