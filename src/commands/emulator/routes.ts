import { buildRouteMap } from '@stricli/core'
import { serveCommand } from './serve.command.ts'

/** `atmos emulator …` */
export const emulatorRoutes = buildRouteMap({
  routes: { serve: serveCommand },
  docs: { brief: 'Pretend AWS and registry, for tests and demonstrations' },
})
