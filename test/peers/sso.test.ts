import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { program } from '../doubles/built.ts'
import { corpRegistry, startUrl } from '../doubles/corp-config.ts'
import type { Island } from './island/open-island.ts'
import type { Person } from './island/person.ts'
import { visit } from './visit.ts'

/** The AWS CLI signs in at our emulator, and shares its sessions with us. */

const aws = '/usr/bin/aws'
const confirm = new URL('./island/confirm.ts', import.meta.url).pathname
const role = 'sso_account_id = 123456789012\nsso_role_name = AdministratorAccess\nregion = us-east-1\n'

const awsConfig = `[sso-session corp]
sso_start_url = ${startUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile named]
sso_session = corp
${role}
[profile old]
sso_start_url = ${startUrl}
sso_region = us-east-1
${role}`

const atmosYaml = `auth:
  keyring: { type: memory }
${corpRegistry}`

function someone(island: Island): Person {
  const person = island.person()
  person.write('.aws/config', awsConfig)
  person.write('atmos.yaml', atmosYaml)
  return person
}

const cache = ({ home }: Person) => join(home, '.aws/sso/cache')

/** Files with sessions, not registrations; by path. */
function sessions(person: Person): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const names = existsSync(cache(person)) ? readdirSync(cache(person)) : []
  const all = names.map(name => {
    const path = join(cache(person), name)
    return [path, JSON.parse(readFileSync(path, 'utf8'))] as const
  })
  return Object.fromEntries(all.filter(([, content]) => 'accessToken' in content))
}

/** Makes every cached session one whose hour is over, and forgets the keys that were got with it. */
function expire(person: Person): void {
  for (const [path, session] of Object.entries(sessions(person))) {
    writeFileSync(path, JSON.stringify({ ...session, expiresAt: '2020-01-01T00:00:00Z' }))
  }
  rmSync(join(person.home, '.aws/cli'), { recursive: true, force: true })
}

/** Starts a sign-in by code, and decides about the code elsewhere. */
async function signIn(
  person: Person,
  line: readonly [string, ...string[]],
  decision = 'allow',
): Promise<void> {
  const { stdout, stderr } = await person.start(line)
  const [address] = /https:\/\/device\.sso\.\S+user_code=\S+/.exec(stdout) ?? []
  if (address === undefined) throw new Error(`no address to go to: ${stdout}${stderr}`)
  const page = await person.run([process.execPath, confirm, address, decision])
  expect(page.stdout + page.stderr).toContain(decision === 'allow' ? 'Request approved' : 'Request denied')
}

const byAwsCli = async (person: Person, profile: string) => {
  await signIn(person, [aws, 'sso', 'login', '--no-browser', '--profile', profile])
  await expect.poll(() => Object.keys(sessions(person)), { timeout: 20_000 }).toHaveLength(1)
}

const byUs = async (person: Person) => {
  // Words for people are on standard error; the island waits for standard output.
  const words = `exec ${process.execPath} ${program} auth login --force-tty --flow device 2>&1`
  await signIn(person, ['/bin/sh', '-c', words])
  await expect.poll(() => person.dockerConfig(), { timeout: 20_000 }).toContain('public.ecr.aws')
}

const identityOf = async (person: Person, profile: string) => {
  const words = ['sts', 'get-caller-identity', '--output', 'json', '--profile', profile]
  const told = await person.run([aws, ...words])
  return told.exitCode === 0 ? JSON.parse(told.stdout).Arn : `${told.exitCode}: ${told.stderr}`
}

const isSandboxAdmin = expect.stringMatching(
  /^arn:aws:sts::123456789012:assumed-role\/AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}\/jane$/,
)

visit('sessions of IAM Identity Center, shared with the AWS CLI', { peers: ['aws'] }, island => {
  it.each(['named', 'old'])('are opened by `aws sso login` (profile %s), and used by us', async profile => {
    const person = someone(island())
    await byAwsCli(person, profile)
    expect(await identityOf(person, profile)).toEqual(isSandboxAdmin)
    const before = sessions(person)
    const login = await person.atmos(['auth', 'login'])
    expect(login).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('ECR Public login: public.ecr.aws'),
    })
    expect(sessions(person)).toEqual(before)
    const image = 'docker://public.ecr.aws/docker/library/alpine:latest'
    const config = join(person.home, '.docker/config.json')
    expect(await person.run(['skopeo', 'inspect', '--authfile', config, image])).toMatchObject({
      exitCode: 0,
    })
  })

  it('are opened by us, and used by the AWS CLI until it signs out', async () => {
    const person = someone(island())
    await byUs(person)
    expect(await identityOf(person, 'named')).toEqual(isSandboxAdmin)
    expect(await person.run([aws, 'sso', 'logout'])).toMatchObject({ exitCode: 0 })
    expect(sessions(person)).toEqual({})
    const login = await person.atmos(['auth', 'login', '--provider', 'corp'])
    expect(login).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('atmos auth login --provider corp'),
    })
  })

  it('are prolonged by either for both', async () => {
    const person = someone(island())
    await byAwsCli(person, 'named')
    const [first] = Object.values(sessions(person))
    expire(person)
    expect(await person.atmos(['auth', 'login', '--provider', 'corp'])).toMatchObject({ exitCode: 0 })
    const [second, ...others] = Object.values(sessions(person))
    expect(others).toEqual([])
    expect(second?.accessToken).not.toBe(first?.accessToken)
    expect(await identityOf(person, 'named')).toEqual(isSandboxAdmin)
    expire(person)
    expect(await identityOf(person, 'named')).toEqual(isSandboxAdmin)
    const [third] = Object.values(sessions(person))
    expect([first?.refreshToken, second?.refreshToken]).not.toContain(third?.refreshToken)
    expect(await person.atmos(['auth', 'login', '--provider', 'corp'])).toMatchObject({ exitCode: 0 })
    expect(Object.values(sessions(person))).toEqual([third])
  })

  it('are not opened when the person denies: the AWS CLI understands our no', async () => {
    const person = someone(island())
    const words = `exec ${aws} sso login --no-browser --profile named 2>told`
    await signIn(person, ['/bin/sh', '-c', words], 'deny')
    const told = join(person.home, 'told')
    await expect.poll(() => readFileSync(told, 'utf8'), { timeout: 20_000 }).toContain('AccessDenied')
    expect(sessions(person)).toEqual({})
  })
})
