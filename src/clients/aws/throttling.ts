/** Error codes by which AWS services ask for patience. Source: the retry rules of the AWS SDKs. */
const codes = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
])

export function isThrottling(code: string | undefined): boolean {
  return code !== undefined && codes.has(code)
}
