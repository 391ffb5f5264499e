import { describe, expect, it } from 'vitest'
import { createWorld } from '../doubles/world.ts'

const user = `user: { kind: aws/user, alias: u, credentials: { access_key_id: !env K, secret_access_key: !env S } }`
const role = (name: string, via: string, duration = '1h') =>
  `${name}: { kind: aws/assume-role, via: { ${via} }, principal: { assume_role: "arn:aws:iam::123456789012:role/x", duration: ${duration} } }`
const sso =
  'providers: { sso: { kind: aws/iam-identity-center, start_url: "https://x.awsapps.com/start", region: us-east-1 } }'
const set =
  'set: { kind: aws/permission-set, via: { provider: sso }, principal: { name: Dev, account: { id: "123456789012" } } }'

/** The lines that validate says a mistake in, without their carets. */
async function told(...lines: readonly string[]) {
  const world = createWorld({
    files: { '/work/atmos.yaml': `auth:\n${lines.map(line => `  ${line}\n`).join('')}` },
    env: { K: 'AKIAIOSFODNN7EXAMPLE', S: 's' },
  })
  const run = await world.run('auth validate')
  const said = run.stderr.split('\n').filter(line => /^[✗⚠]/.test(line))
  return { world, exitCode: run.exitCode, said: said.map(line => line.replace(/atmos\.yaml:\d+:\d+: /, '')) }
}

describe('what validate tells beforehand', () => {
  it.each<[string, readonly string[], number, readonly string[]]>([
    [
      'an identity that cannot be a profile',
      [`identities: { "my dev": { kind: aws/ambient } }`],
      3,
      [
        '✗ auth.identities.my dev: "my dev" cannot be used: a profile of the AWS tools has letters, digits and _ - / . % @ : + in its name, nothing else',
      ],
    ],
    [
      'a provider that cannot be a folder',
      [`${sso.replace('sso:', '"a:b":')}`],
      3,
      [
        '✗ auth.providers.a:b: "a:b" cannot be used: AWS files lie in a folder named after the realm and the provider',
      ],
    ],
    [
      'an empty name',
      [`identities: { "": { kind: aws/ambient } }`],
      3,
      ['✗ auth.identities: an entry has an empty name'],
    ],
    [
      'one alias twice',
      [`identities: { ${user}, ${role('two', 'identity: user').replace('kind', 'alias: U, kind')} }`],
      0,
      ['⚠ auth.identities.two.alias: U is the alias of user already, and that one wins'],
    ],
    [
      'an alias that is a name',
      [`identities: { ${user}, ${role('u', 'identity: user')} }`],
      0,
      ['⚠ auth.identities.user.alias: u is the name of another identity, and that one wins'],
    ],
    [
      'a role of a role that shall live longer than AWS lets it',
      [
        `identities: { ${user}, ${role('one', 'identity: user', '12h')}, ${role('two', 'identity: one', '2h')} }`,
      ],
      3,
      [
        '✗ auth.identities.two.principal.duration: it is assumed by a role, and AWS ends such chained sessions after an hour',
      ],
    ],
    [
      'a role of a permission set that shall live longer',
      [sso, `identities: { ${set}, ${role('two', 'identity: set', '61m')} }`],
      3,
      [
        '✗ auth.identities.two.principal.duration: it is assumed by a role, and AWS ends such chained sessions after an hour',
      ],
    ],
    [
      'a login whose identity has no credentials',
      [
        'identities: { here: { kind: ambient } }',
        'integrations: { ecr: { kind: aws/ecr-public, via: { identity: here } } }',
      ],
      3,
      [
        '✗ auth.integrations.ecr.via.identity: aws/ecr-public needs aws credentials, identity here (ambient) gives none',
      ],
    ],
    [
      'what STS takes for no external id',
      [`identities: { ${user}, ${role('one', 'identity: user').replace('duration: 1h', 'external_id: x')} }`],
      3,
      [
        '✗ auth.identities.one.principal.external_id: must have 2 to 1224 characters: letters, digits and + = , . @ : / - _',
      ],
    ],
    [
      'a list of session tags, which have names',
      [`identities: { ${user}, ${role('one', 'identity: user').replace('duration: 1h', 'tags: [x]')} }`],
      3,
      ['✗ auth.identities.one.principal.tags: must be a map (key: value)'],
    ],
    ['nothing where all is well', [sso, `identities: { ${set}, ${role('two', 'identity: set')} }`], 0, []],
  ])('%s', async (_, lines, exitCode, said) => {
    expect(await told(...lines)).toMatchObject({ exitCode, said })
  })

  it('is told by plan and login too, before any call', async () => {
    const { world } = await told(
      `identities: { ${user}, ${role('one', 'identity: user')}, ${role('two', 'identity: one', '2h')} }`,
    )
    for (const line of ['auth plan two', 'auth login -i two']) {
      const run = await world.run(line)
      expect(run).toMatchObject({ exitCode: 3, requests: [] })
      expect(run.stderr).toContain('chained sessions after an hour (Write 1h or less)')
    }
  })
})
