/**
 * Every way this program can fail: the code a person reads and looks up in `docs/errors.md`, and the exit
 * code a script reads. One table, so that neither drifts.
 */
export const exitCodes = {
  internal: 1,
  usage: 2,
  'config-not-found': 3,
  'config-invalid': 3,
  'config-import-failed': 3,
  'config-not-trusted': 3,
  'profile-not-found': 3,
  'provider-not-found': 3,
  'identity-not-found': 3,
  'integration-not-found': 3,
  'unknown-kind': 3,
  'chain-cycle': 3,
  'chain-mismatch': 3,
  'no-default-identity': 3,
  'no-credentials': 4,
  'credentials-expired': 4,
  'login-required': 4,
  'selection-needs-terminal': 4,
  'sign-in-denied': 4,
  'access-denied': 5,
  'role-not-assumable': 5,
  'wrong-account': 5,
  'request-refused': 5,
  'service-unreachable': 6,
  'service-throttled': 6,
  'service-failed': 6,
  'service-answer-invalid': 6,
  'timed-out': 6,
  'docker-config-invalid': 7,
  'docker-config-unwritable': 7,
  'docker-config-busy': 7,
  'credential-store-failed': 7,
  'login-shadowed': 7,
  'file-unwritable': 7,
  'program-not-found': 127,
  interrupted: 130,
} as const satisfies Record<string, number>

export type FailureCode = keyof typeof exitCodes
