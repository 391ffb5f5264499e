/**
 * Pages of the AWS console by the words people use for them. Each line: the page's path behind the console's
 * host, then its words; hyphens in words do not count. Where a path has no page of its own, `/home` is meant.
 */
const pages: readonly (readonly [path: string, ...words: readonly string[]])[] = [
  ['console/home', 'console', 'home', 'dashboard'],

  ['s3', 's3', 'bucket', 'buckets'],
  ['efs', 'efs'],
  ['fsx', 'fsx'],
  ['glacier', 'glacier'],
  ['backup', 'backup'],
  ['storagegateway', 'storage-gateway'],

  ['ec2', 'ec2', 'instances', 'ebs'],
  ['ec2/home#LoadBalancers:', 'elb', 'alb', 'nlb', 'load-balancers'],
  ['ec2/home#AutoScalingGroups:', 'asg', 'auto-scaling'],
  ['ec2/home#Images:', 'ami'],
  ['lambda', 'lambda'],
  ['lambda/home#/applications', 'serverless'],
  ['ls/webapp/home', 'lightsail'],
  ['batch', 'batch'],
  ['elasticbeanstalk', 'elasticbeanstalk', 'beanstalk'],
  ['apprunner', 'apprunner'],
  ['imagebuilder', 'imagebuilder'],

  ['ecr/private-registry/repositories', 'ecr', 'ecr-private'],
  ['ecr/public-registry/repositories', 'ecr-public'],
  ['ecs/v2/clusters', 'ecs', 'fargate'],
  ['eks/clusters', 'eks'],

  ['rds', 'rds', 'aurora'],
  ['dynamodbv2', 'dynamodb', 'ddb'],
  ['elasticache', 'elasticache', 'redis', 'valkey'],
  ['memorydb', 'memorydb'],
  ['neptune', 'neptune'],
  ['timestream', 'timestream'],
  ['docdb', 'documentdb', 'docdb'],
  ['keyspaces', 'keyspaces'],
  ['qldb', 'qldb'],
  ['redshiftv2', 'redshift'],

  ['vpcconsole', 'vpc'],
  ['vpcconsole/home#TransitGateways:', 'transitgateway', 'tgw'],
  ['vpcconsole/home#Endpoints:', 'privatelink', 'vpc-endpoints'],
  ['cloudfront/v4/home', 'cloudfront', 'cdn'],
  ['route53/v2/home', 'route53', 'dns'],
  ['apigateway', 'apigateway'],
  ['directconnect/v2/home', 'directconnect'],
  ['globalaccelerator', 'globalaccelerator'],
  ['networkmanager', 'network-manager'],

  ['iam', 'iam'],
  ['iam/home#/roles', 'roles'],
  ['singlesignon', 'sso', 'identity-center', 'iam-identity-center'],
  ['organizations/v2/home', 'organizations', 'accounts'],
  ['cognito/v2/home', 'cognito'],
  ['secretsmanager', 'secretsmanager', 'secrets'],
  ['kms', 'kms'],
  ['acm', 'acm', 'certificates'],
  ['acm-pca', 'acm-pca', 'private-ca'],
  ['wafv2/homev2', 'waf', 'wafv2'],
  ['wafv2/shieldv2', 'shield'],
  ['guardduty', 'guardduty'],
  ['inspector/v2/home', 'inspector'],
  ['macie', 'macie'],
  ['securityhub', 'securityhub'],
  ['detective', 'detective'],
  ['directoryservicev2', 'directory', 'directory-service'],
  ['ram', 'ram', 'resource-access-manager'],
  ['access-analyzer', 'access-analyzer'],

  ['cloudwatch', 'cloudwatch', 'metrics', 'alarms'],
  ['cloudwatch/home#logsV2:log-groups', 'logs', 'cloudwatch-logs'],
  ['cloudtrailv2', 'cloudtrail'],
  ['config', 'config'],
  ['cloudformation', 'cloudformation', 'cfn', 'stacks'],
  ['servicecatalog', 'servicecatalog'],
  ['systems-manager', 'systems-manager', 'ssm'],
  ['systems-manager/parameters', 'parameter-store', 'parameters'],
  ['systems-manager/session-manager', 'session-manager'],
  ['opsworks', 'opsworks'],
  ['controltower', 'controltower'],
  ['license-manager', 'license-manager'],
  ['resource-groups', 'resource-groups'],
  ['resource-groups/tag-editor', 'tag-editor'],
  ['trustedadvisor', 'trusted-advisor'],
  ['wellarchitected', 'well-architected'],
  ['servicequotas', 'service-quotas', 'quotas'],
  ['health', 'health'],
  ['support', 'support'],
  ['grafana', 'grafana'],
  ['prometheus', 'prometheus'],

  ['codesuite/codecommit/repositories', 'codecommit'],
  ['codesuite/codebuild/projects', 'codebuild'],
  ['codesuite/codedeploy/applications', 'codedeploy'],
  ['codesuite/codepipeline/pipelines', 'codepipeline'],
  ['codesuite/codeartifact', 'codeartifact'],
  ['cloud9control', 'cloud9'],
  ['xray', 'xray'],
  ['cloudshell', 'cloudshell'],
  ['amplify/apps', 'amplify'],

  ['athena', 'athena'],
  ['emr', 'emr'],
  ['cloudsearch', 'cloudsearch'],
  ['aos', 'opensearch', 'elasticsearch'],
  ['kinesis', 'kinesis'],
  ['firehose', 'firehose'],
  ['quicksight', 'quicksight'],
  ['glue', 'glue'],
  ['lakeformation', 'lake-formation'],
  ['msk', 'msk', 'kafka'],
  ['datazone', 'datazone'],

  ['sns/v3/home', 'sns'],
  ['sqs/v3/home', 'sqs'],
  ['ses', 'ses'],
  ['events', 'eventbridge', 'events'],
  ['scheduler', 'scheduler'],
  ['amazon-mq', 'mq', 'amazon-mq'],
  ['states', 'step-functions', 'states'],
  ['appflow', 'appflow'],
  ['appsync', 'appsync'],

  ['dms/v2', 'dms'],
  ['datasync', 'datasync'],
  ['transfer', 'transfer', 'sftp'],
  ['migrationhub', 'migration-hub'],
  ['discovery', 'application-discovery'],
  ['servermigration', 'server-migration'],
  ['mgn', 'mgn', 'application-migration'],

  ['billing', 'billing'],
  ['cost-management/home#/cost-explorer', 'cost-explorer', 'costs'],
  ['billing/home#/budgets', 'budgets'],

  ['sagemaker', 'sagemaker'],
  ['bedrock', 'bedrock'],
  ['rekognition', 'rekognition'],
  ['textract', 'textract'],
  ['comprehend', 'comprehend'],
  ['translate', 'translate'],
  ['polly', 'polly'],
  ['transcribe', 'transcribe'],
  ['lexv2', 'lex'],
  ['personalize', 'personalize'],
  ['forecast', 'forecast'],
  ['kendra', 'kendra'],
  ['amazonq', 'q', 'amazon-q'],

  ['iot', 'iot-core', 'iot'],
  ['iotanalytics', 'iot-analytics'],
  ['iotevents', 'iot-events'],
  ['greengrass', 'greengrass'],

  ['workspaces/v2/home', 'workspaces'],
  ['appstream2', 'appstream'],
  ['worklink', 'worklink'],
  ['connect', 'connect'],
]

/** Every word there is a page for, in the table's order. */
export const consoleWords: readonly string[] = pages.flatMap(([, ...words]) => words)

/**
 * The page for a word, as a path behind the console's host with its fragment; case and hyphens do not count.
 * @returns `undefined` when there is none
 */
export function consolePage(word: string): string | undefined {
  const plain = plainWord(word)
  const found = pages.find(([, ...words]) => words.some(known => plainWord(known) === plain))
  if (found === undefined) return undefined
  const [path] = found
  return path.includes('/') ? path : `${path}/home`
}

function plainWord(word: string): string {
  return word.trim().toLowerCase().replaceAll(/[-_ ]/g, '')
}
