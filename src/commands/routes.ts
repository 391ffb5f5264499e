import { buildRouteMap, type RouteMap } from '@stricli/core'
import { globalFlags } from '../cli/global-flags.ts'
import { consoleCommand } from './auth/console.command.ts'
import { envCommand } from './auth/env.command.ts'
import { execCommand } from './auth/exec.command.ts'
import { listCommand } from './auth/list.command.ts'
import { loginCommand } from './auth/login.command.ts'
import { logoutCommand } from './auth/logout.command.ts'
import { planCommand } from './auth/plan.command.ts'
import { shellCommand } from './auth/shell.command.ts'
import { configureCommand } from './auth/user/configure.command.ts'
import { validateCommand } from './auth/validate.command.ts'
import { whoamiCommand } from './auth/whoami.command.ts'
import { ecrLoginCommand } from './aws/ecr/login.command.ts'
import { ecrLogoutCommand } from './aws/ecr/logout.command.ts'
import type { Context } from './context.ts'
import { doctorCommand } from './doctor.command.ts'
import { serveCommand } from './emulator/serve.command.ts'
import { statusCommand } from './status.command.ts'

/** Every word this program understands. Commands load when they are run. */
export const routes: RouteMap<Context> = buildRouteMap({
  routes: {
    auth: buildRouteMap({
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
    }),
    aws: buildRouteMap({
      routes: {
        ecr: buildRouteMap({
          routes: { login: ecrLoginCommand, logout: ecrLogoutCommand },
          docs: { brief: 'Amazon Elastic Container Registry' },
        }),
      },
      docs: { brief: 'Amazon Web Services' },
    }),
    doctor: doctorCommand,
    emulator: buildRouteMap({
      routes: { serve: serveCommand },
      docs: { brief: 'Pretend AWS and registry, for tests and demonstrations' },
    }),
    status: statusCommand,
  },
  docs: {
    brief: "Log Docker, and everything that reads Docker's credentials, in to Amazon ECR.",
    fullDescription: [
      "Log Docker, and everything that reads Docker's credentials, in to Amazon ECR.",
      '',
      'Global flags, before or after the words of a command:',
      ...globalFlags.map(flag => {
        const letter = 'letter' in flag ? `-${flag.letter}, ` : '    '
        return `  ${letter}${`--${flag.name}`.padEnd(14)} ${flag.brief}`
      }),
    ].join('\n'),
  },
})
