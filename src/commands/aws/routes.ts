import { buildRouteMap } from '@stricli/core'
import { ecrLoginCommand } from './ecr/login.command.ts'
import { ecrLogoutCommand } from './ecr/logout.command.ts'

/** `atmos aws …` */
export const awsRoutes = buildRouteMap({
  routes: {
    ecr: buildRouteMap({
      routes: { login: ecrLoginCommand, logout: ecrLogoutCommand },
      docs: { brief: 'Amazon Elastic Container Registry' },
    }),
  },
  docs: { brief: 'Amazon Web Services' },
})
