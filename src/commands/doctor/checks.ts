import type { Check } from './check.ts'
import { ambientCredentials } from './checks/ambient-credentials.ts'
import { authConfigVariable } from './checks/auth-config-variable.ts'
import { certificates } from './checks/certificates.ts'
import { clock } from './checks/clock.ts'
import { configFile } from './checks/config-file.ts'
import { configPermissions } from './checks/config-permissions.ts'
import { configSyntax } from './checks/config-syntax.ts'
import { configuration } from './checks/configuration.ts'
import { containersAuth } from './checks/containers-auth.ts'
import { credentialAnswers } from './checks/credential-answers.ts'
import { credentialPrograms } from './checks/credential-programs.ts'
import { detectedStore } from './checks/detected-store.ts'
import { duplicateKeys } from './checks/duplicate-keys.ts'
import { ecrLoginStore } from './checks/ecr-login-store.ts'
import { endpoints } from './checks/endpoints.ts'
import { environmentKeys } from './checks/environment-keys.ts'
import { helperKeys } from './checks/helper-keys.ts'
import { helperShadows } from './checks/helper-shadows.ts'
import { hopLimit } from './checks/hop-limit.ts'
import { keychain } from './checks/keychain.ts'
import { nodeVersion } from './checks/node-version.ts'
import { partition } from './checks/partition.ts'
import { permissions } from './checks/permissions.ts'
import { proxy } from './checks/proxy.ts'
import { rateTier } from './checks/rate-tier.ts'
import { staleLogins } from './checks/stale-logins.ts'
import { storeSize } from './checks/store-size.ts'
import { usEast1 } from './checks/us-east-1.ts'
import { wsl } from './checks/wsl.ts'

/** Every trap the doctor looks for, in the order of the report. A new one is a file, a line here and a section in docs/doctor.md. */
export const checks: readonly Check[] = [
  configFile,
  configSyntax,
  configPermissions,
  authConfigVariable,
  credentialPrograms,
  detectedStore,
  credentialAnswers,
  helperKeys,
  helperShadows,
  ecrLoginStore,
  storeSize,
  duplicateKeys,
  staleLogins,
  containersAuth,
  rateTier,
  nodeVersion,
  clock,
  proxy,
  certificates,
  wsl,
  keychain,
  configuration,
  environmentKeys,
  endpoints,
  ambientCredentials,
  permissions,
  partition,
  usEast1,
  hopLimit,
]
