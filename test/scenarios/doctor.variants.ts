import type { Finding } from '../../src/commands/doctor/finding.ts'
import { credentialStore } from '../doubles/processes.ts'
import type { World } from '../doubles/world.ts'
import { config, entry, fresh, holding, hour, login, type Machine, path, stale } from './doctor.machines.ts'

/** Where the doctor must not ask it: it makes logins when it is asked. */
const ourHelper = { 'docker-credential-atmos': () => ({ exitCode: 1, stdout: 'asked' }) }

const settings = '/home/me/.config/containers/auth.json'

function denyReading(path: string, { files }: World): void {
  const { read } = files
  files.read = asked => {
    if (asked === path) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    return read(asked)
  }
}

/** More machines: check, machine, and what is said of it. */
export const variants: readonly (readonly [string, Machine, Finding])[] = [
  [
    'config-file',
    { started: { home: undefined }, env: { HOME: '' } },
    {
      status: 'problem',
      text: "Could not find Docker's configuration",
      mend: 'export DOCKER_CONFIG=',
      code: 'docker-config-unwritable',
    },
  ],
  [
    'config-file',
    { env: { HOME: '' } },
    { status: 'warning', text: 'HOME is not set', cause: 'user database', mend: 'DOCKER_CONFIG=~/.docker' },
  ],
  [
    'config-file',
    { env: { SUDO_USER: 'ada' }, started: { uid: 0 } },
    { status: 'warning', text: 'as root for ada', cause: 'another config.json', mend: 'without sudo' },
  ],
  [
    'config-file',
    { env: { DOCKER_CONFIG: '/etc/docker/config.json' }, files: { '/etc/docker/config.json': '{}' } },
    {
      status: 'problem',
      text: 'DOCKER_CONFIG names a file',
      mend: 'export DOCKER_CONFIG=/etc/docker',
      code: 'docker-config-unwritable',
    },
  ],
  [
    'config-file',
    {
      files: config({}),
      prepare: world => denyReading(path, world),
    },
    {
      status: 'problem',
      text: 'config.json cannot be read',
      cause: 'permission denied',
      mend: 'sudo chown',
      code: 'docker-config-unwritable',
    },
  ],
  [
    'auth-config-variable',
    { env: { DOCKER_AUTH_CONFIG: '{"logins":{}}' } },
    { status: 'warning', text: 'does not understand', cause: '"auths"', mend: 'unset DOCKER_AUTH_CONFIG' },
  ],
  [
    'credential-programs',
    { files: config({ credHelpers: { 'gcr.io': 'gcloud' } }) },
    { status: 'warning', text: 'docker-credential-gcloud', cause: 'docker login', mend: 'take gcr.io out' },
  ],
  [
    'credential-programs',
    {
      files: config({ credsStore: 'desktop', credHelpers: { 'public.ecr.aws': '' } }),
    },
    {
      status: 'warning',
      text: 'docker-credential-desktop is not on PATH, and logins to registries other than ECR are kept with it',
      mend: 'Install docker-credential-desktop, or take credsStore out of',
    },
  ],
  [
    'credential-programs',
    { files: config({ credHelpers: { 'public.ecr.aws': 'atmos' } }) },
    {
      status: 'problem',
      text: 'docker-credential-atmos is not on PATH',
      mend: 'npm install --global atmos-auth',
      code: 'credential-store-failed',
    },
  ],
  [
    'credential-answers',
    {
      files: config({ credHelpers: { 'public.ecr.aws': 'ecr-login' } }),
      programs: { 'docker-credential-ecr-login': () => ({ exitCode: 1, stdout: 'not implemented' }) },
    },
    {
      status: 'problem',
      text: 'docker-credential-ecr-login for public.ecr.aws, and it failed',
      cause: 'not implemented',
      code: 'credential-store-failed',
    },
  ],
  [
    'credential-answers',
    {
      files: config({
        credsStore: 'pass',
        auths: { '123456789012.dkr.ecr.us-east-2.amazonaws.com': {} },
      }),
      programs: { 'docker-credential-pass': () => ({ exitCode: 2, stderr: 'gpg: no secret key' }) },
    },
    {
      status: 'problem',
      text: 'for public.ecr.aws, 123456789012.dkr.ecr.us-east-2.amazonaws.com, and it failed',
      cause: 'gpg: no secret key',
      code: 'credential-store-failed',
    },
  ],
  [
    'credential-answers',
    { programs: ourHelper, prepare: world => world.run('docker configure --public') },
    { status: 'ok', text: 'docker-credential-atmos serves public.ecr.aws; it was not asked' },
  ],
  [
    'credential-answers',
    { programs: ourHelper, files: config({ credHelpers: { 'public.ecr.aws': 'atmos' } }) },
    {
      status: 'problem',
      text: 'Docker asks docker-credential-atmos for public.ecr.aws, and it does not know that registry',
      cause: 'goes on without a login',
      mend: 'atmos docker configure --public',
      code: 'login-shadowed',
    },
  ],
  [
    'credential-answers',
    {
      programs: ourHelper,
      files: {
        ...config({ credHelpers: { 'public.ecr.aws': 'atmos' } }),
        '/work/atmos.yaml': 'auth: [',
      },
    },
    {
      status: 'problem',
      text: 'Docker asks docker-credential-atmos for public.ecr.aws, and it failed',
      cause: 'atmos.yaml',
      code: 'config-invalid',
    },
  ],
  [
    'rate-tier',
    { programs: ourHelper, files: config({ credHelpers: { 'public.ecr.aws': 'atmos' } }) },
    { status: 'inferred', text: 'anonymous: 1 a second', mend: 'atmos docker configure --public' },
  ],
  [
    'helper-shadows',
    {
      programs: ourHelper,
      files: config({ credHelpers: { 'public.ecr.aws': 'atmos' }, auths: { 'public.ecr.aws': fresh } }),
    },
    {
      status: 'problem',
      text: 'is never used',
      cause: 'which has none',
      mend: 'atmos docker configure --public',
      code: 'login-shadowed',
    },
  ],
  [
    'helper-shadows',
    {
      files: config({ credsStore: 'pass', auths: { 'https://public.ecr.aws': fresh } }),
      programs: { 'docker-credential-pass': holding('public.ecr.aws') },
    },
    {
      status: 'warning',
      text: 'is never used',
      cause: 'a login of its own',
      mend: 'atmos aws ecr login --public',
    },
  ],
  [
    'duplicate-keys',
    { files: config({ auths: { 'PUBLIC.ECR.AWS': fresh } }) },
    {
      status: 'warning',
      text: 'under PUBLIC.ECR.AWS',
      cause: 'bare name',
      mend: 'atmos aws ecr login --public',
    },
  ],
  [
    'stale-logins',
    { files: config({ auths: { '123456789012.dkr.ecr.us-east-2.amazonaws.com': stale } }) },
    {
      status: 'problem',
      text: 'has expired',
      mend: 'docker logout 123456789012.dkr.ecr.us-east-2.amazonaws.com',
      code: 'credentials-expired',
    },
  ],
  [
    'stale-logins',
    {
      files: config({ credsStore: 'pass' }),
      programs: { 'docker-credential-pass': credentialStore() },
      prepare: async world => {
        await login(world)
        world.pass(13 * hour)
      },
    },
    { status: 'problem', text: 'has expired', mend: 'logout --expired', code: 'credentials-expired' },
  ],
  [
    'stale-logins',
    {
      programs: ourHelper,
      files: config({ auths: { '123456789012.dkr.ecr.us-east-2.amazonaws.com': entry('endless') } }),
      prepare: async world => {
        await login(world)
        await world.run('docker configure --public')
        world.pass(13 * hour)
      },
    },
    { status: 'ok', text: 'No login for ECR has expired' },
  ],
  [
    'containers-auth',
    {
      env: { REGISTRY_AUTH_FILE: '/run/auth.json' },
      files: { '/run/auth.json': JSON.stringify({ auths: { 'public.ecr.aws': stale } }) },
    },
    {
      status: 'warning',
      text: 'from /run/auth.json',
      cause: 'it has expired',
      mend: 'podman logout --authfile',
    },
  ],
  [
    'containers-auth',
    { files: { '/home/me/.config/containers/auth.json': '{' } },
    {
      status: 'problem',
      text: 'auth.json is not a Docker configuration',
      mend: 'Repair ~/.config/containers/auth.json, or move it away',
      code: 'docker-config-invalid',
    },
  ],
  [
    'containers-auth',
    { files: { [settings]: '{}' }, prepare: world => denyReading(settings, world) },
    {
      status: 'problem',
      text: 'containers/auth.json',
      cause: 'permission denied',
      code: 'docker-config-unwritable',
    },
  ],
  [
    'containers-auth',
    { env: { REGISTRY_AUTH_FILE: '/run/gone.json' }, programs: { podman: () => ({}) } },
    {
      status: 'warning',
      text: 'REGISTRY_AUTH_FILE names /run/gone.json, which does not exist',
      cause: 'pull nothing',
      mend: 'atmos aws ecr login --public --to containers',
    },
  ],
  [
    'containers-auth',
    {
      env: { REGISTRY_AUTH_FILE: 'own.json' },
      files: { ...config({ credsStore: 'pass' }), '/work/own.json': '{}' },
      programs: { 'docker-credential-pass': credentialStore() },
    },
    { status: 'ok', text: 'look for logins in /work/own.json', cause: '' },
  ],
  [
    'containers-auth',
    {
      env: { XDG_RUNTIME_DIR: '/run/user/1000' },
      started: { platform: 'darwin' },
      files: { '/run/user/1000/containers/auth.json': '{', '/home/me/.config/containers/auth.json': '{}' },
    },
    { status: 'ok', text: 'look for logins in ~/.config/containers/auth.json, then ~/.docker/config.json' },
  ],
  [
    'containers-auth',
    { files: config({ credHelpers: { 'public.ecr.aws': '' } }), programs: { podman: () => ({}) } },
    { status: 'warning', text: 'fail for public.ecr.aws', cause: 'only Docker', mend: '--to containers' },
  ],
  ['rate-tier', { prepare: login }, { status: 'inferred', text: 'count as signed in: 10 a second' }],
  [
    'node-version',
    { started: { nodeVersion: '18.20.1' } },
    { status: 'warning', text: 'Node 18.20.1 is too old', cause: '20.19', mend: 'Node 24' },
  ],
  [
    'clock',
    { prepare: ({ emulator }) => emulator.setClockSkew(-90_000) },
    { status: 'warning', text: 'clock is off', cause: '90 s ahead of', mend: 'set-ntp' },
  ],
  [
    'clock',
    {
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      prepare: ({ emulator }) => emulator.setClockSkew(20 * 60_000),
    },
    {
      status: 'problem',
      text: 'clock is wrong',
      cause: '20 min behind that of api.ecr-public',
      code: 'request-refused',
    },
  ],
  [
    'proxy',
    { env: { https_proxy: 'http://one:1', HTTPS_PROXY: 'http://two:2' } },
    {
      status: 'warning',
      text: 'https_proxy and HTTPS_PROXY differ',
      cause: 'lower-case',
      mend: 'export HTTPS_PROXY',
    },
  ],
  [
    'proxy',
    { env: { HTTP_PROXY: 'http://me:CANARYproxy@proxy:3128' } },
    { status: 'inferred', text: 'through the proxy', cause: 'NO_PROXY', mend: '169.254.169.254' },
  ],
  [
    'proxy',
    { env: { HTTPS_PROXY: 'http://me:12/34567890@proxy:3128' } },
    { status: 'problem', text: 'HTTPS_PROXY is not the address', code: 'config-invalid' },
  ],
  [
    'certificates',
    { env: { NODE_EXTRA_CA_CERTS: '/etc/ours.pem' }, files: { '/etc/ours.pem': 'DER' } },
    {
      status: 'warning',
      text: 'NODE_EXTRA_CA_CERTS',
      cause: 'no PEM certificate; programs go on',
      mend: 'unset',
    },
  ],
  [
    'certificates',
    { env: { SSL_CERT_DIR: '/etc/ssl/certs:/etc/gone' }, files: { '/etc/ssl/certs/one.pem': 'x' } },
    { status: 'warning', text: 'SSL_CERT_DIR', cause: 'no folder /etc/gone', mend: 'unset SSL_CERT_DIR' },
  ],
  [
    'keychain',
    { env: { ATMOS_KEYRING_TYPE: 'file' } },
    { status: 'warning', text: 'no password', cause: 'ATMOS_KEYRING_PASSWORD', mend: 'export' },
  ],
  [
    'keychain',
    { files: { '/work/atmos.yaml': 'env: { ATMOS_KEYRING_TYPE: file, ATMOS_KEYRING_PASSWORD: hush }\n' } },
    { status: 'ok', text: 'in the store of type file' },
  ],
  [
    'environment-keys',
    { env: { AWS_SECRET_ACCESS_KEY: '' } },
    { status: 'warning', text: 'Only half', cause: 'AWS_SECRET_ACCESS_KEY is not set', mend: 'export' },
  ],
  [
    'environment-keys',
    { env: { AWS_SESSION_TOKEN: 'of-other-keys' } },
    { status: 'warning', text: 'beside long-lived', cause: 'AKIA', mend: 'unset AWS_SESSION_TOKEN' },
  ],
  [
    'ambient-credentials',
    { env: { AWS_SECRET_ACCESS_KEY: 'not/the/right/one/000000000000000000000' } },
    {
      status: 'problem',
      text: 'AWS does not take the credentials from environment',
      cause: 'Signature',
      mend: 'copy both keys again',
      code: 'request-refused',
    },
  ],
  [
    'ambient-credentials',
    {
      prepare: ({ emulator }) => emulator.inject('reset', { operation: 'sts:GetCallerIdentity', times: 20 }),
    },
    {
      status: 'problem',
      text: 'AWS could not be asked whose the credentials from environment are',
      cause: 'Could not reach sts.',
      mend: 'Check the network',
      code: 'service-unreachable',
    },
  ],
  [
    'us-east-1',
    { prepare: ({ emulator }) => emulator.inject('hang', { operation: 'ecr-public:' }) },
    { status: 'problem', text: 'did not answer in time', mend: 'pull-through cache', code: 'timed-out' },
  ],
]
