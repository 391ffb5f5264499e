import { userInfo } from 'node:os'
import { afterEach, expect, it, vi } from 'vitest'
import { nodeEnvironment } from './environment.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it.runIf(process.platform !== 'win32')('takes the home folder from HOME', () => {
  vi.stubEnv('HOME', '/somewhere')
  expect(nodeEnvironment().home).toBe('/somewhere')
})

it.each([undefined, ''])('asks the user database where HOME is %j', home => {
  vi.stubEnv('HOME', home)
  expect(nodeEnvironment().home).toBe(userInfo().homedir)
})
