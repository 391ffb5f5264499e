import { buildRouteMap } from '@stricli/core'
import { consoleCommand } from './console.command.ts'
import { envCommand } from './env.command.ts'
import { execCommand } from './exec.command.ts'
import { listCommand } from './list.command.ts'
import { loginCommand } from './login.command.ts'
import { logoutCommand } from './logout.command.ts'
import { planCommand } from './plan.command.ts'
import { shellCommand } from './shell.command.ts'
import { configureCommand } from './user/configure.command.ts'
import { validateCommand } from './validate.command.ts'
import { whoamiCommand } from './whoami.command.ts'

/** `atmos auth …` */
export const authRoutes = buildRouteMap({
  routes: {
    console: consoleCommand,
    env: envCommand,
    exec: execCommand,
    list: listCommand,
    login: loginCommand,
    logout: logoutCommand,
    plan: planCommand,
    shell: shellCommand,
    user: buildRouteMap({
      routes: { configure: configureCommand },
      docs: { brief: 'IAM users with long-lived keys' },
    }),
    validate: validateCommand,
    whoami: whoamiCommand,
  },
  docs: { brief: 'Identities of atmos.yaml' },
})
