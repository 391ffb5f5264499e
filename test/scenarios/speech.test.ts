import { describe, expect, it } from 'vitest'
import { createWorld, exampleKeys } from '../doubles/world.ts'

describe('a failure for scripts', () => {
  it.each([
    ['auth whoami nobody -o json', 3],
    ['auth whoami nobody --output json', 3],
    ['auth whoami nobody --output=json', 3],
    ['auth whoami nobody --format json', 3],
    ['auth list -f json --nonsense', 2],
  ])('is one JSON object: %s', async (line, exitCode) => {
    const world = createWorld({
      files: { '/work/atmos.yaml': 'auth: { identities: { me: { kind: ambient } } }' },
    })
    const run = await world.run(line)
    expect(run.exitCode).toBe(exitCode)
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { exitCode } })
  })

  it('is for people where -o is a file', async () => {
    const world = createWorld({
      files: { '/work/atmos.yaml': 'auth: { identities: { me: { kind: ambient } } }' },
    })
    expect((await world.run('auth env nobody -o json')).stderr).toContain('✗ ')
  })
})

describe('names that would steer a terminal', () => {
  const name = String.raw`e\e[2J\x9b31m\ax`
  const yaml = `
auth:
  identities:
    "${name}": { kind: aws/user, default: true, via: { provider: "${name}" }, tags: ["${name}"] }
`
  const files = { '/work/atmos.yaml': yaml }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

  it.each([
    'auth list',
    'auth list --format table',
    'auth list --format json',
    'auth list --format yaml',
    'auth list --format dot',
    'auth list --format mermaid',
    'auth list --format md',
    'auth plan',
    'auth plan --format mermaid',
    'auth login',
    'auth login nobody',
    'auth validate',
    'auth whoami -o json',
    'doctor --offline',
  ])('are spelled out: %s', async line => {
    const run = await createWorld({ env: exampleKeys, files }).run(line)
    expect(run.stdout + run.stderr).not.toMatch(steering)
    expect(run.stdout + run.stderr).toMatch(/\\u001b|\\e|\\x1b|#27;|nobody/i)
  })

  it.each(['-C', '--nonsense='])('are spelled out in the words of the command line: %s', async flag => {
    const run = await createWorld().run(['auth', 'list', `${flag}\u001b[2J`])
    expect(run.stderr).not.toMatch(steering)
  })
})

describe('what is being waited for', () => {
  const line = 'aws ecr login --public'
  const shownBy = async (line: string, terminal: { readonly answers?: [] }) => {
    const shown: string[] = []
    const world = createWorld({ env: exampleKeys, spin: text => shown.push(text), ...terminal })
    expect(await world.run(line)).toMatchObject({ exitCode: 0 })
    return shown
  }

  it('is shown on a terminal, unless it shall be quiet', async () => {
    expect(await shownBy(line, { answers: [] })).toEqual([
      'Waiting for api.ecr-public.us-east-1.amazonaws.com',
    ])
    expect(await shownBy(`${line} --quiet`, { answers: [] })).toEqual([])
  })

  it('is not shown elsewhere', async () => {
    expect(await shownBy(line, {})).toEqual([])
  })
})
