import { describe, expect, it } from 'vitest'
import { surroundings } from '../../src/emulator/surroundings.ts'
import { createWorld } from '../doubles/world.ts'

const issuer = surroundings('https://token.actions.githubusercontent.com')

/** What a job with the permission `id-token: write` finds in its environment. */
const token = {
  ACTIONS_ID_TOKEN_REQUEST_URL: issuer.ACTIONS_ID_TOKEN_REQUEST_URL ?? '',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '',
}

/** @param via what the registry login is linked to */
function job(via: string, env: Readonly<Record<string, string>>) {
  const yaml = `
auth:
  providers:
    github: { kind: github/oidc }
  identities:
    ci:
      kind: aws/assume-role
      default: true
      via: { provider: github }
      principal: { assume_role: arn:aws:iam::123456789012:role/DevRole, session_name: ci }
  integrations:
    ecr-public: { kind: aws/ecr-public, via: { ${via} } }
`
  return createWorld({
    env: { CI: 'true', GITHUB_ACTIONS: 'true', ...env },
    files: { '/work/atmos.yaml': yaml },
  })
}

describe('a job of GitHub Actions', () => {
  it('logs in with nothing but its own token, and keeps nothing', async () => {
    const world = job('provider: github', token)
    const run = await world.run('auth login')
    expect(run.stderr).toContain('✓ ECR Public login: public.ecr.aws')
    const steps = ['github:GetIdToken', 'sts:AssumeRoleWithWebIdentity', 'ecr-public:GetAuthorizationToken']
    expect(run.requests).toEqual(steps)
    expect((await world.run('auth login')).requests).toEqual(steps)
  })

  it('is told the missing permission', async () => {
    const run = await job('provider: github', {}).run('auth login')
    expect(run.exitCode).toBe(4)
    expect(run.stderr).toContain('id-token: write')
  })

  it('sends its token nowhere but to https or this machine', async () => {
    const world = job('provider: github', {
      ...token,
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://169.254.1.1/?x=1',
    })
    expect(await world.run('auth login')).toMatchObject({ exitCode: 3, requests: [] })
  })

  it('hands an identity on to the steps that follow, each time a fresh one', async () => {
    const world = job('identity: ci', { ...token, GITHUB_ENV: '/runner/env' })
    const first = await world.run('atmos auth env --login --format github')
    expect(first).toMatchObject({ exitCode: 0, stdout: '' })
    const credentials = '/home/me/.config/atmos/default/aws/github/credentials'
    expect(world.files.contents()['/runner/env']).toContain(`AWS_SHARED_CREDENTIALS_FILE=${credentials}\n`)
    const before = world.files.contents()[credentials]
    expect(before).toContain('[ci]')
    world.pass(60_000)
    const second = await world.run('auth env --login --format github')
    expect(first.requests.slice(-1)).toEqual(['ecr-public:GetAuthorizationToken'])
    expect(second.requests).toEqual(first.requests.slice(0, -1))
    expect(first.requests).toContain('sts:AssumeRoleWithWebIdentity')
    expect(world.files.contents()[credentials]).not.toBe(before)
    expect(world.files.contents()['/home/me/.local/state/atmos/sessions.json']).toBeUndefined()
  })
})
