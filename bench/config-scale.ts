import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { program as built } from '../scripts/built-program.ts'
import { type Case, measure } from './measure.ts'
import { nodes } from './nodes.ts'

/**
 * How the size of a configuration tells: `atmos auth plan` as a whole process, with two identities in one file
 * and with 2,000 identities and 200 integrations in 50 imported files.
 */
const program = process.env.ATMOS_PROGRAM ?? built
const rounds = Number(process.argv.find(word => /^\d+$/.test(word)) ?? 20)

/** Upper limit of the large one's time, in times of the small one's. */
const limit = 3

const identity = (name: string, via: string) => `    ${name}:
      kind: aws/assume-role
      via: { ${via} }
      principal:
        assume_role: arn:aws:iam::123456789012:role/${name}
        session_name: bench
`

const integration = (name: string, via: string) => `    ${name}:
      kind: aws/ecr
      via:
        identity: ${via}
      spec:
        registry:
          account_id: "123456789012"
          region: us-east-1
`

const root = 'auth:\n  keyring:\n    type: none\n  identities:\n    root:\n      kind: aws/ambient\n'

function writeSmall(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const text = `${root + identity('team-0-0', 'identity: root')}  integrations:\n${integration('ecr', 'team-0-0')}`
  writeFileSync(join(folder, 'atmos.yaml'), text)
}

function writeLarge(folder: string): void {
  const parts = join(folder, 'auth')
  mkdirSync(parts, { recursive: true })
  writeFileSync(join(folder, 'atmos.yaml'), `import:\n  - auth/*.yaml\n${root}`)
  for (let file = 0; file < 50; file++) {
    let text = 'auth:\n  identities:\n'
    for (let n = 0; n < 40; n++)
      text += identity(`team-${file}-${n}`, `identity: ${n === 0 ? 'root' : `team-${file}-0`}`)
    text += '  integrations:\n'
    for (let n = 0; n < 4; n++) text += integration(`ecr-${file}-${n}`, `team-${file}-${n}`)
    writeFileSync(join(parts, `team-${file}.yaml`), text)
  }
}

const home = mkdtempSync(join(tmpdir(), 'atmos-auth-bench-'))
try {
  const small = join(home, 'small')
  const large = join(home, 'large')
  writeSmall(small)
  writeLarge(large)
  const env = { PATH: '/usr/bin:/bin', HOME: home }
  let good = true
  for (const node of nodes()) {
    const plan = (name: string, folder: string, identityName: string): Case => ({
      name,
      command: node.path,
      args: [program, '--chdir', folder, 'auth', 'plan', identityName],
      env,
    })
    const figures = await measure(
      [plan('2 identities', small, 'team-0-0'), plan('2,000 identities', large, 'team-49-39')],
      rounds,
    )
    console.log(`\nNode ${node.version}, ${rounds} rounds`)
    for (const { name, median, ratio } of figures) {
      console.log(`  ${name.padEnd(18)} ${median.toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)} x`)
      if (ratio > limit) {
        good = false
        console.log(`  OVER THE LIMIT OF ${limit}`)
      }
    }
  }
  process.exitCode = good ? 0 : 1
} finally {
  rmSync(home, { recursive: true, force: true })
}
