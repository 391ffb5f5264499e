import { buildRouteMap } from '@stricli/core'
import { configureCommand } from './configure.command.ts'

/** `atmos docker …` */
export const dockerRoutes = buildRouteMap({
  routes: { configure: configureCommand },
  docs: { brief: 'Docker on this machine' },
})
