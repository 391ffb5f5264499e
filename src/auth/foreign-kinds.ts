/** Kinds of Atmos that lead elsewhere than to Amazon's registries. Entries of these are left alone. */
export const foreignKinds: readonly string[] = [
  'azure/cli',
  'azure/device-code',
  'azure/interactive',
  'azure/oidc',
  'azure/subscription',
  'azure/acr',
  'azure/aks',
  'azure/emulator',
  'gcp/adc',
  'gcp/workload-identity-federation',
  'gcp/oidc',
  'gcp/service-account',
  'gcp/project',
  'gcp/gke',
  'gcp/emulator',
  'github/sts',
  'atmos/pro',
  'aws/eks',
  'aws/emulator',
  'kubernetes/emulator',
  'mock',
  'mock/aws',
]

/** Whether Atmos has a kind that this program, by design or so far, has not. */
export function isForeignKind(kind: string): boolean {
  return foreignKinds.includes(kind.toLowerCase())
}
