/** How commands of ours are told which registry is meant. */
export function hostFlag(host: string): string {
  return host === 'public.ecr.aws' ? '--public' : `--registry ${host}`
}
