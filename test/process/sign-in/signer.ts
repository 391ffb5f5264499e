/**
 * Opens a session as a program of its own: `signer.ts PORTAL`, PORTAL as JSON. `PERSON` is there or not;
 * `DESKTOP` names a file into which an opened address is written. The token's fingerprint goes to stdout.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { SsoPortal } from '../../../src/auth/credentials.ts'
import type { Effects } from '../../../src/effects/effects.ts'
import { nodeEffects } from '../../../src/effects/node/effects.ts'
import { describeFailure } from '../../../src/errors/describe.ts'
import { toFailure } from '../../../src/errors/to-failure.ts'
import { openSession } from '../../../src/kinds/sso/session.ts'

const real = nodeEffects()
const { PERSON, DESKTOP } = process.env
const effects: Effects = {
  ...real,
  terminal: Object.create(real.terminal, {
    canSignIn: { value: PERSON !== undefined },
    isTerminal: { value: { stdin: false, stdout: false, stderr: DESKTOP !== undefined } },
  }),
  browser: {
    ...real.browser,
    available: DESKTOP !== undefined,
    open: async url => {
      if (DESKTOP !== undefined) writeFileSync(DESKTOP, url)
      return DESKTOP !== undefined
    },
  },
}

const portal = JSON.parse(process.argv[2] ?? '') as SsoPortal
openSession({ portal }, effects).then(
  ({ accessToken }) =>
    process.stdout.write(createHash('sha256').update(accessToken.expose()).digest('hex').slice(0, 8)),
  thrown => {
    const failure = toFailure(thrown)
    process.stderr.write(`${describeFailure(failure, (_, text) => text)}\n`)
    process.exitCode = failure.exitCode
  },
)
