import type { DockerPlace } from './outcome.ts'

/** Where a login is, for people: the file it stands in, or the program that has it. */
export function placeWords(place: DockerPlace): string {
  return place.type === 'file' ? place.path : place.program
}
