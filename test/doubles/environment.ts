import type { Environment } from '../../src/effects/environment.ts'

/** The environment of somebody on Linux. @param facts what is otherwise than usual */
export function fakeEnvironment(
  variables: Readonly<Record<string, string>> = {},
  facts: Partial<Environment> = {},
): Environment {
  return {
    get: name => variables[name],
    all: () => variables,
    platform: 'linux',
    cwd: '/work',
    home: '/home/me',
    uid: 1000,
    ...facts,
  }
}
