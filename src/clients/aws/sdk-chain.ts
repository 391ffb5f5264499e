import { stsRegionWarning, state as versionWarning } from '@aws-sdk/core/client'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { SdkTransport } from './sdk-transport.ts'

export interface SdkCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly expiration?: Date | undefined
}

export interface SdkChainRequest {
  readonly transport: SdkTransport
  /** Region for the calls of the chain that nothing more precise decides. */
  readonly region: string | undefined
  /** Takes every line that the chain logs. */
  readonly listen: (line: string) => void
}

/**
 * Asks the official provider chain of the AWS SDK. In a file of its own so that it becomes a chunk of its own:
 * loading it costs more than a whole start of Node.
 */
export async function askSdkChain({ transport, region, listen }: SdkChainRequest): Promise<SdkCredentials> {
  // Otherwise the SDK writes to the console about the age of Node and about a Region nobody chose.
  versionWarning.warningEmitted = true
  stsRegionWarning.silence = true
  const log = (...words: unknown[]) => listen(words.map(String).join(' '))
  const logger = { debug: log, info: log, warn: log, error: log }
  const client = { requestHandler: transport as never }
  const provider = defaultProvider({
    logger,
    clientConfig: client,
    parentClientConfig: { ...client, ...(region === undefined ? {} : { region }) },
  })
  return await withoutConsole(log, provider)
}

/** The handler that asks container endpoints can be given no logger: it warns of slow ones on the console. */
async function withoutConsole<T>(log: (...words: unknown[]) => void, work: () => Promise<T>): Promise<T> {
  const { warn } = console
  console.warn = log
  try {
    return await work()
  } finally {
    console.warn = warn
  }
}
