import type { Environment } from '../environment.ts'

/** The real environment, as it was when the program started. */
export function nodeEnvironment(): Environment {
  const { env } = process
  return {
    get: name => env[name],
    all: () => Object.fromEntries(Object.entries(env).filter(isSet)),
    platform: process.platform,
    cwd: workingFolder(),
    uid: process.geteuid?.(),
    node: process.execPath,
    nodeVersion: process.versions.node,
    get home() {
      return homeFolder()
    },
  }
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined
}

/** Docker may call us from a folder that has been removed; there is nothing to find in it anyway. */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return '/'
  }
}

/**
 * Services started without HOME, or with an empty one, have a home in the user database, where Docker looks
 * too; some users have none at all.
 */
function homeFolder(): string | undefined {
  if (process.platform !== 'win32' && process.env.HOME) return process.env.HOME
  try {
    const { homedir, userInfo } = process.getBuiltinModule('node:os')
    return homedir() || userInfo().homedir || undefined
  } catch {
    return undefined
  }
}
