import type { Finding } from '../../src/commands/doctor/finding.ts'
import { credentialStore } from '../doubles/processes.ts'
import {
  atmosYaml,
  config,
  entry,
  fresh,
  holding,
  hour,
  keychainPrograms,
  keys,
  login,
  type Machine,
  path,
  pem,
  silent,
  stale,
} from './doctor.machines.ts'

interface Case {
  readonly sick: Machine
  /** What is said of the sick one: statuses and codes as they are, texts by a part of them. */
  readonly says: Finding
  /** Nothing but `ok` and `inferred` is said of this one. */
  readonly healthy: Machine
}

/** One sick and one healthy machine per check. */
export const cases: Readonly<Record<string, Case>> = {
  'config-file': {
    sick: { files: config({}), started: { uid: 1001 } },
    says: { status: 'warning', text: 'belongs to another user', cause: 'uid 1000', mend: 'sudo chown' },
    healthy: { files: config({}) },
  },
  'config-syntax': {
    sick: { files: { [path]: '{"auths": {' } },
    says: {
      status: 'problem',
      text: 'is not a Docker configuration',
      cause: 'line 1',
      mend: 'Repair',
      code: 'docker-config-invalid',
    },
    healthy: { files: config({ auths: {} }) },
  },
  'config-permissions': {
    sick: {
      prepare: ({ files }) => files.put(path, JSON.stringify({ auths: { 'public.ecr.aws': fresh } }), 0o644),
    },
    says: {
      status: 'warning',
      text: 'is open to other users',
      cause: '644',
      mend: 'chmod 600 ~/.docker/config.json',
    },
    healthy: { prepare: ({ files }) => files.put(path, JSON.stringify({ auths: {} }), 0o644) },
  },
  'auth-config-variable': {
    sick: { env: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'public.ecr.aws': entry('hush') } }) } },
    says: {
      status: 'problem',
      text: 'DOCKER_AUTH_CONFIG overrides every other login for public.ecr.aws',
      cause: '28.3',
      mend: 'unset DOCKER_AUTH_CONFIG',
      code: 'login-shadowed',
    },
    healthy: { env: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'docker.io': entry('hush') } }) } },
  },
  'credential-programs': {
    sick: { files: config({ credsStore: 'desktop.exe' }) },
    says: {
      status: 'problem',
      text: 'docker-credential-desktop.exe is not on PATH (credsStore)',
      cause: 'PATH of Windows',
      mend: 'atmos docker configure --public',
      code: 'credential-store-failed',
    },
    healthy: {
      files: config({ credsStore: 'pass' }),
      programs: { 'docker-credential-pass': credentialStore() },
    },
  },
  'detected-store': {
    sick: { programs: { 'docker-credential-secretservice': credentialStore() } },
    says: {
      status: 'inferred',
      text: 'Docker keeps logins with docker-credential-secretservice',
      cause: 'it is installed',
      mend: 'atmos aws ecr login --public',
    },
    healthy: { files: config({ auths: { x: {} } }) },
  },
  'credential-answers': {
    sick: { files: config({ credsStore: 'pass' }), programs: { 'docker-credential-pass': silent } },
    says: {
      status: 'problem',
      text: 'Docker asks docker-credential-pass for public.ecr.aws, and it failed',
      cause: 'did not answer "get" within 10 seconds',
      mend: 'credHelpers',
      code: 'credential-store-failed',
    },
    healthy: {
      files: config({ credsStore: 'pass' }),
      programs: { 'docker-credential-pass': holding('public.ecr.aws') },
    },
  },
  'helper-keys': {
    sick: { files: config({ credHelpers: { 'https://public.ecr.aws': 'ecr-login' } }) },
    says: {
      status: 'warning',
      text: 'Docker never asks docker-credential-ecr-login for public.ecr.aws',
      cause: 'for https://public.ecr.aws',
      mend: '{"public.ecr.aws": "ecr-login"}',
    },
    healthy: { files: config({ credHelpers: { 'public.ecr.aws': 'ecr-login', 'https://gcr.io': 'gcr' } }) },
  },
  'helper-shadows': {
    sick: {
      files: config({ credsStore: 'pass', auths: { 'public.ecr.aws': fresh } }),
      programs: { 'docker-credential-pass': credentialStore() },
    },
    says: {
      status: 'problem',
      text: 'The login for public.ecr.aws in config.json is never used',
      cause: 'docker-credential-pass, which has none',
      mend: 'atmos aws ecr login --public',
      code: 'login-shadowed',
    },
    healthy: { files: config({ credsStore: 'gone', auths: { 'public.ecr.aws': fresh } }) },
  },
  'ecr-login-store': {
    sick: { files: config({ credsStore: 'ecr-login' }) },
    says: {
      status: 'warning',
      text: 'cannot be kept',
      cause: 'not implemented',
      mend: 'credHelpers',
    },
    healthy: { files: config({ credHelpers: { 'public.ecr.aws': 'ecr-login' } }) },
  },
  'store-size': {
    sick: { files: config({ credsStore: 'wincred.exe' }) },
    says: { status: 'inferred', text: 'may not fit', cause: '2560', mend: 'atmos docker configure --public' },
    healthy: { files: config({ credsStore: 'pass' }) },
  },
  'duplicate-keys': {
    sick: { files: config({ auths: { 'https://public.ecr.aws': stale, 'public.ecr.aws': fresh } }) },
    says: {
      status: 'warning',
      text: 'several logins for public.ecr.aws: https://public.ecr.aws, public.ecr.aws',
      cause: 'renewed',
      mend: 'atmos aws ecr login --public',
    },
    healthy: { files: config({ auths: { 'public.ecr.aws': fresh, 'https://index.docker.io/v1/': fresh } }) },
  },
  'stale-logins': {
    sick: {
      prepare: async world => {
        await login(world)
        world.pass(12 * hour)
      },
    },
    says: {
      status: 'problem',
      text: 'The login for public.ecr.aws has expired',
      cause: 'still sends it',
      mend: 'atmos aws ecr logout --expired',
      code: 'credentials-expired',
    },
    healthy: { prepare: login },
  },
  'containers-auth': {
    sick: {
      files: config({ credsStore: 'pass' }),
      programs: { skopeo: () => ({}), 'docker-credential-pass': credentialStore() },
    },
    says: {
      status: 'warning',
      text: 'podman, buildah and skopeo do not see logins for public.ecr.aws',
      cause: 'credsStore',
      mend: '--to containers',
    },
    healthy: { files: config({ auths: { 'public.ecr.aws': fresh } }), programs: { skopeo: () => ({}) } },
  },
  'rate-tier': {
    sick: { files: config({ auths: { 'public.ecr.aws': stale } }) },
    says: {
      status: 'inferred',
      text: 'anonymous: 1 a second',
      cause: 'has expired',
      mend: 'atmos aws ecr login --public',
    },
    healthy: { prepare: login },
  },
  'node-version': {
    sick: { started: { nodeVersion: '20.19.4' } },
    says: {
      status: 'warning',
      text: 'Node 20.19.4 will soon be too old',
      cause: 'January 2027',
      mend: 'Node 24',
    },
    healthy: { started: { nodeVersion: '24.1.0' } },
  },
  clock: {
    sick: { prepare: ({ emulator }) => emulator.setClockSkew(20 * 60_000) },
    says: {
      status: 'problem',
      text: "This machine's clock is wrong",
      cause: 'at AWS 2026-11-23T12:20:00Z',
      mend: 'sudo timedatectl set-ntp true',
      code: 'request-refused',
    },
    healthy: {},
  },
  proxy: {
    sick: { env: { HTTPS_PROXY: 'socks5://me:CANARYproxy@proxy:1080' } },
    says: {
      status: 'problem',
      text: 'HTTPS_PROXY is not the address of an http or https proxy',
      mend: 'export HTTPS_PROXY=',
      code: 'config-invalid',
    },
    healthy: {
      env: { HTTPS_PROXY: 'http://me:CANARYproxy@proxy:3128', NO_PROXY: 'internal,169.254.169.254' },
    },
  },
  certificates: {
    sick: { env: { AWS_CA_BUNDLE: '/etc/ours.pem' } },
    says: {
      status: 'problem',
      text: 'AWS_CA_BUNDLE names /etc/ours.pem, which cannot be used',
      cause: 'no such file',
      mend: 'unset AWS_CA_BUNDLE',
      code: 'config-invalid',
    },
    healthy: { env: { AWS_CA_BUNDLE: '/etc/ours.pem' }, files: { '/etc/ours.pem': pem } },
  },
  wsl: {
    sick: {
      env: { WSL_DISTRO_NAME: 'Ubuntu', PATH: '/usr/bin:/bin' },
      files: config({ credsStore: 'desktop.exe' }),
    },
    says: {
      status: 'warning',
      text: 'PATH of Windows',
      cause: 'desktop.exe',
      mend: 'appendWindowsPath=true',
    },
    healthy: {
      env: { WSL_DISTRO_NAME: 'Ubuntu', PATH: '/usr/bin:/mnt/c/Windows' },
      files: config({ credsStore: 'desktop.exe' }),
    },
  },
  keychain: {
    sick: keychainPrograms({ done: false, missing: false, message: 'unlock prompt was dismissed' }),
    says: {
      status: 'warning',
      text: 'Could not use the system keychain',
      cause: 'dismissed',
      mend: 'Unlock the keychain',
    },
    healthy: keychainPrograms({ done: true }),
  },
  configuration: {
    sick: { files: atmosYaml('spec: { registry: { account_id: "12", region: us-east-2 } }') },
    says: {
      status: 'problem',
      text: 'The configuration has 1 error',
      cause: 'auth.integrations.tools',
      mend: 'atmos auth validate',
      code: 'config-invalid',
    },
    healthy: { files: atmosYaml('spec: { registry: { account_id: "123456789012", region: us-east-2 } }') },
  },
  'environment-keys': {
    sick: { env: { AWS_PROFILE: 'dev' } },
    says: {
      status: 'warning',
      text: 'AWS_PROFILE (dev) does not count',
      cause: 'win over it',
      mend: 'unset AWS_ACCESS_KEY_ID',
    },
    healthy: {},
  },
  endpoints: {
    sick: { env: { AWS_ENDPOINT_URL_S3: 'localhost:9000' } },
    says: {
      status: 'problem',
      text: 'AWS_ENDPOINT_URL_S3 is not a web address',
      cause: 'calls to it fail',
      mend: 'unset AWS_ENDPOINT_URL_S3',
      code: 'config-invalid',
    },
    healthy: { env: { AWS_ENDPOINT_URL_S3: 'http://localhost:9000' } },
  },
  'ambient-credentials': {
    sick: { env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } },
    says: {
      status: 'problem',
      text: 'No AWS credentials were found',
      cause: '- environment: AWS_ACCESS_KEY_ID',
      mend: 'AWS_PROFILE=NAME',
      code: 'no-credentials',
    },
    healthy: {},
  },
  permissions: {
    sick: {
      emulator: keys('arn:aws:iam::123456789012:user/example', ['ecr-public:*', 'sts:GetCallerIdentity']),
    },
    says: {
      status: 'problem',
      text: 'No login for public.ecr.aws with ambient AWS credentials',
      cause: 'sts:GetServiceBearerToken',
      mend: 'ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken',
      code: 'access-denied',
    },
    healthy: {},
  },
  partition: {
    sick: {
      env: { AWS_REGION: 'cn-north-1' },
      emulator: keys('arn:aws-cn:iam::123456789012:user/example'),
    },
    says: {
      status: 'problem',
      text: 'of the partition aws-cn',
      cause: 'arn:aws-cn:iam',
      mend: 'Use an identity of the standard AWS partition',
      code: 'request-refused',
    },
    healthy: {},
  },
  'us-east-1': {
    sick: { prepare: ({ emulator }) => emulator.inject('reset', { operation: 'ecr-public:' }) },
    says: {
      status: 'problem',
      text: 'Could not reach api.ecr-public.us-east-1.amazonaws.com',
      cause: 'hang up',
      mend: 'HTTPS_PROXY',
      code: 'service-unreachable',
    },
    healthy: {},
  },
  'hop-limit': {
    sick: {
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'false' },
      files: { '/.dockerenv': '', '/sys/devices/virtual/dmi/id/sys_vendor': 'Amazon EC2\n' },
    },
    says: {
      status: 'inferred',
      text: 'does not reach into this container',
      cause: 'hop limit of 1',
      mend: '--http-put-response-hop-limit 2',
    },
    healthy: { files: { '/.dockerenv': '', '/sys/devices/virtual/dmi/id/sys_vendor': 'Amazon EC2\n' } },
  },
}
