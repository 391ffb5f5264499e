import { expect } from 'vitest'
import type { Outcome } from './island/messages.ts'
import type { Person } from './island/person.ts'

export const publicImage = 'public.ecr.aws/docker/library/alpine:latest'

/** The ways people fetch an image, each with what it says to someone who is not logged in. */
const pulls = {
  'skopeo inspect': {
    line: (image: string) => ['skopeo', 'inspect', `docker://${image}`],
    refusal: /unauthorized/,
  },
  'skopeo copy': {
    line: (image: string) => ['skopeo', '--insecure-policy', 'copy', '-q', `docker://${image}`, 'dir:copied'],
    refusal: /unauthorized/,
  },
  'podman pull': {
    line: (image: string, home: string) => [
      ...['podman', '--root', `${home}/podman`, '--runroot', `${home}/podman-run`, '--storage-driver', 'vfs'],
      ...['pull', '-q', image],
    ],
    refusal: /unauthorized/,
  },
  'buildah pull': {
    line: (image: string, home: string) => [
      ...[
        'buildah',
        '--root',
        `${home}/podman`,
        '--runroot',
        `${home}/podman-run`,
        '--storage-driver',
        'vfs',
      ],
      ...['pull', '--policy', 'always', '-q', image],
    ],
    refusal: /unauthorized/,
  },
  'docker manifest inspect': {
    line: (image: string) => ['docker', 'manifest', 'inspect', image],
    refusal: /unauthorized|no basic auth credentials/,
  },
  'docker pull': {
    line: (image: string) => ['docker', 'pull', '-q', image],
    refusal: /unauthorized|no basic auth credentials/,
  },
  'docker build': {
    line: (image: string) => ['sh', '-c', `echo FROM ${image} | DOCKER_BUILDKIT=0 docker build -q --pull -`],
    refusal: /unauthorized|no basic auth credentials/,
  },
} as const

export type Pull = keyof typeof pulls

export function pull(person: Person, how: Pull, image: string): Promise<Outcome> {
  const [program = '', ...args] = pulls[how].line(image, person.home)
  return person.run([program, ...args])
}

/** Expects that this way of fetching the image is refused for want of a login, and for no other reason. */
export async function expectRefused(person: Person, how: Pull, image: string): Promise<void> {
  const outcome = await pull(person, how, image)
  expect(outcome.exitCode, outcome.stdout).not.toBe(0)
  expect(outcome.stderr).toMatch(pulls[how].refusal)
}

/** Expects that this way of fetching the image works. */
export async function expectServed(person: Person, how: Pull, image: string): Promise<void> {
  expect(await pull(person, how, image)).toMatchObject({ exitCode: 0 })
}
