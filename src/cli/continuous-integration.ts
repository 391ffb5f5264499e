import type { Environment } from '../effects/environment.ts'

/** Variables whose mere presence tells of a build service; the same list as Atmos's. */
const marks = [
  'CODEBUILD_BUILD_ARN',
  'TF_BUILD',
  'bamboo_planKey',
  'BITBUCKET_COMMIT',
  'BITRISE_IO',
  'BUILDKITE',
  'CIRCLECI',
  'CIRRUS_CI',
  'CF_BUILD_ID',
  'DRONE',
  'GERRIT_PROJECT',
  'GITEA_ACTIONS',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'GO_PIPELINE_LABEL',
  'BUILDER_OUTPUT',
  'HARNESS_BUILD_ID',
  'HUDSON_URL',
  'PROW_JOB_ID',
  'SEMAPHORE',
  'TEAMCITY_VERSION',
  'TRAVIS',
  'TF_VAR_spacelift_run_id',
]

/** Whether a build service runs us, so that nobody is there to be asked. */
export function isContinuousIntegration(env: Pick<Environment, 'get'>): boolean {
  if (env.get('CI')?.toLowerCase() === 'true' || env.get('CI') === '1') return true
  if (marks.some(name => env.get(name))) return true
  if (env.get('JENKINS_URL') && env.get('BUILD_ID')) return true
  return ['codeship', 'sourcehut'].includes(env.get('CI_NAME') ?? '')
}
