import { dirname } from 'node:path'
import type { ConfigProblem } from '../../docker/config-text.ts'
import type { Needs } from '../../effects/effects.ts'
import { Failure } from '../../errors/failure.ts'
import { systemCode, wordsOf } from '../../errors/to-failure.ts'

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many open files',
}

/** Where another folder, or more rights to this one, would not be the cure. */
const cures: Readonly<Record<string, (path: string) => string>> = {
  ENOSPC: path => `Make room on the disk of ${dirname(path)}, or point DOCKER_CONFIG to a folder elsewhere`,
  EDQUOT: path => `Make room on the disk of ${dirname(path)}, or point DOCKER_CONFIG to a folder elsewhere`,
  ENOTDIR: () => 'Point DOCKER_CONFIG to a folder; it holds config.json',
  EISDIR: path => `Move it away: mv ${path} ${path}.old`,
  ELOOP: path => `Remove the link that leads back to itself: ls -l ${path}`,
  EMFILE: () => 'Raise the limit: ulimit -n 4096',
}

/** A failed system call on config.json, as a failure that names the path; anything else unchanged. */
export function unwritable(path: string, thrown: unknown, { files }: Needs<'files'>): unknown {
  const code = systemCode(thrown)
  if (thrown instanceof Failure || code === undefined) return thrown
  return new Failure({
    code: 'docker-config-unwritable',
    what: `Could not change ${path}`,
    why: words[code] === undefined ? wordsOf(thrown) : `${words[code]} (${code})`,
    next:
      cures[code]?.(path) ??
      (code === 'EACCES' ? leftByAnother(path, { files }) : undefined) ??
      `Make ${dirname(path)} writable, or point DOCKER_CONFIG to a folder that is`,
    cause: thrown,
    details: { path, systemCode: code },
  })
}

/** `sudo docker login` leaves a file of root's in the folder of somebody who cannot even read it. */
function leftByAnother(path: string, { files }: Needs<'files'>): string | undefined {
  try {
    const [file, folder] = [files.stat(path), files.stat(dirname(path))]
    if (file === undefined || folder === undefined || file.uid === folder.uid) return undefined
    return `Give the file to the owner of its folder: sudo chown ${folder.uid}:${folder.gid} ${path}`
  } catch {
    return undefined
  }
}

/** A pipe, a socket or a device where the file should be. */
export function notAFile(path: string): Failure {
  return new Failure({
    code: 'docker-config-unwritable',
    what: `Could not use ${path}`,
    why: 'it is a pipe, a socket or a device, not a file',
    next: 'Move it away, or point DOCKER_CONFIG to another folder',
    details: { path },
  })
}

/** The file cannot be understood; never quotes it. */
export function invalid(path: string, { reason, next, position }: ConfigProblem): Failure {
  const place = position === undefined ? '' : `, line ${position.line}, column ${position.column}`
  return new Failure({
    code: 'docker-config-invalid',
    what: `${path} is not a Docker configuration, and was left as it is`,
    why: reason + place,
    next: next ?? `Repair ${path}, or move it away`,
    details: { path, ...position },
  })
}

/** Others changed the file for longer than we wait. @param why who */
export function busy(path: string, why: string): Failure {
  return new Failure({
    code: 'docker-config-busy',
    what: `Could not change ${path}`,
    why,
    next: 'Try again, or give each job a DOCKER_CONFIG folder of its own',
    details: { path },
  })
}
