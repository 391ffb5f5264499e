import { describe, expect, it } from 'vitest'
import { createWorld } from '../doubles/world.ts'

describe('words that make no sense', () => {
  it.each([
    ['aws ecr login --public --public', '--public is given twice', 'Give it once'],
    ['auth whoami --format text --format text', '--format is given twice', 'Give it once'],
    ['auth whoami --format xml', '--format cannot be "xml"', 'Write one of: text, json'],
    ['auth whoami --format jsn', '--format cannot be "jsn"', 'Did you mean json?'],
    ['aws ecr login --public=maybe', '--public cannot be "maybe"', 'Write --public alone, or --public=false'],
    ['aws ecr login --registry', '--registry needs a value', 'Write --registry=VALUE'],
    ['aws ecr login --registry --public', '--registry needs a value', 'Write --registry=VALUE'],
    ['aws ecr login --registry=', '--registry needs a value', 'Write --registry=VALUE'],
    ['aws ecr login -r=', '-r needs a value', 'Write -r=VALUE'],
    ['aws ecr login -rdocker.io', 'docker.io is not an Amazon ECR registry', 'Check the 12-digit account'],
    ['--timeout -5s auth list', '--timeout: -5s is not a duration', 'Write for example 30s'],
    ['auth list --timeout soon', '--timeout: soon is not a duration', 'Write for example 30s'],
    ['auth list --timeout', '--timeout needs a value', 'Write --timeout=VALUE'],
    ['auth list dev', '"dev" is one word too many: this command takes none', '--help'],
    ['auth list -z', 'There is no flag -z', '--help'],
    ['auth list --fromat json', 'There is no flag --fromat', 'Did you mean --format?'],
    ['auth list --verison', 'There is no flag --verison', 'Did you mean --version?'],
    ['--verison', 'There is no flag --verison', 'Did you mean --version?'],
    ['--hlep', 'There is no flag --hlep', 'Did you mean --help?'],
    ['-V', 'There is no flag -V', 'atmos --help'],
    ['aws ecr -x', 'There is no flag -x', 'atmos --help'],
    ['auth logn', 'There is no command logn', 'Did you mean login?'],
    ['logn', 'There is no command logn', 'Did you mean atmos auth login or atmos aws ecr login?'],
    ['login', 'There is no command login', 'Did you mean atmos auth login or atmos aws ecr login?'],
    ['atuh login', 'There is no command atuh', 'Did you mean auth?'],
    ['ecr login --public', 'There is no command ecr', 'Did you mean atmos aws ecr?'],
    ['AWS ecr login', 'There is no command AWS', 'Did you mean atmos aws?'],
    ['foo', 'There is no command foo', 'See atmos --help'],
    ['aws s3', 'There is no command s3', 'See atmos --help'],
    ['aws ecr login --pub', 'There is no flag --pub', 'Did you mean --public?'],
    ['aws ecr login --verbos', 'There is no flag --verbos', 'Did you mean --verbose?'],
    ['aws ecr login --force', 'There is no flag --force', '--help'],
    ['aws ecr login --version', 'No command has the flag --version', 'atmos --version'],
    ['aws ecr login --public -vq', '-v takes no value', 'Write -v alone'],
    ['gibberish', 'There is no command gibberish', 'See atmos --help'],
    ['terraform plan', '"terraform" is a command of Cloud Posse\'s Atmos', 'Cloud Posse'],
  ])('%s', async (line, what, next) => {
    const run = await createWorld().run(line)
    expect(run).toMatchObject({ exitCode: 2, stdout: '', requests: [] })
    const [first = ''] = run.stderr.split('\n')
    expect(first).toContain(what)
    expect(/ {2}next: (.*)/.exec(run.stderr)?.[1]).toContain(next)
    expect(run.stderr).not.toMatch(/encountered|did you mean "|arguments/)
  })

  it('of Atmos get the words there are instead', async () => {
    const run = await createWorld().run('terraform plan')
    expect(run.stderr).toContain('the commands of atmos-auth are auth, aws, docker, doctor, emulator, status')
  })
})

describe('words for flags', () => {
  it.each([
    ['help', '--help'],
    ['help auth', 'auth --help'],
    ['help aws ecr login', 'aws ecr login --help'],
    ['version', '--version'],
  ])('%s is %s', async (line, flags) => {
    const run = await createWorld().run(line)
    expect(run.exitCode).toBe(0)
    expect(run.stdout).not.toBe('')
    expect(run).toEqual(await createWorld().run(flags))
  })
})
