import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const script = join(import.meta.dirname, '../../scripts/demo.ts')

it('the demo shows what it promises, leaves nothing behind and prints no secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atmos-demo-test-'))
  try {
    const env = { PATH: process.env.PATH ?? '', TMPDIR: folder }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [script], { env })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/[1-4] passed, [1-4] refused \(429 toomanyrequests: Rate exceeded\)/)
    expect(stdout).toContain('✓ ECR Public login: public.ecr.aws (expires in 12h)')
    expect(stdout).toContain('5 passed, 0 refused')
    expect(stdout).not.toMatch(/opens\/nothing|[\w+/=]{60,}/)
    expect(readdirSync(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
