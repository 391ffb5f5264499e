import type { DockerConfig } from '../../docker/read-config.ts'
import type { Route } from '../../docker/routing.ts'

/** A program that reads logins from a file of the shape of config.json. */
export interface Reader {
  /** `Docker` */
  readonly name: string
  /** Its command that forgets a login: `docker logout`. */
  readonly logout: string
  /** Where it looks for a login. @throws Failure when it would find none, wherever that is put */
  routeFor(host: string, config: DockerConfig): Route
}
