import type { HttpResponse } from '../../effects/http.ts'
import type { Received } from '../received.ts'
import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { answerJson, answerPiece, registryReasons } from './answers.ts'
import { imageBlobs, imageManifest } from './image.ts'

/** What a registry request is about, read from its path. */
export type Wanted =
  | { readonly what: 'check' }
  | { readonly what: 'manifest' | 'blob'; readonly repository: string; readonly reference: string }
  | { readonly what: 'tags'; readonly repository: string }
  | { readonly what: 'nothing' }

/** Reads the paths of the OCI distribution specification that a pull needs. */
export function wantedOf({ url, method }: Received): Wanted {
  if (method !== 'GET' && method !== 'HEAD') return { what: 'nothing' }
  if (/^\/v2\/?$/.test(url.pathname)) return { what: 'check' }
  const match = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname)
  const [, repository = '', shelf, reference = ''] = match ?? []
  if (shelf === 'tags') return reference === 'list' ? { what: 'tags', repository } : { what: 'nothing' }
  if (shelf === 'manifests') return { what: 'manifest', repository, reference }
  return shelf === 'blobs' ? { what: 'blob', repository, reference } : { what: 'nothing' }
}

/**
 * Answers for the built-in image, which every repository of the settings holds under every tag.
 * @throws Refusal for what is not there
 */
export function contentOf(wanted: Wanted, { method }: Received, { settings }: World): HttpResponse {
  if (wanted.what === 'check') return answerJson(200, {})
  if (wanted.what === 'nothing') {
    throw new Refusal(registryReasons.unsupported, 'The emulator serves pulls only')
  }
  const { repository } = wanted
  if (!settings.repositories.includes(repository)) {
    throw new Refusal(registryReasons.noRepository, `The repository with name '${repository}' does not exist`)
  }
  if (wanted.what === 'tags') return answerJson(200, { name: repository, tags: ['latest'] })
  const { reference } = wanted
  if (wanted.what === 'manifest') {
    if (!reference.includes(':') || reference === imageManifest.digest) {
      return answerPiece(imageManifest, method)
    }
    throw new Refusal(registryReasons.noManifest, 'Requested image not found')
  }
  const blob = imageBlobs.find(({ digest }) => digest === reference)
  if (blob !== undefined) return answerPiece(blob, method)
  throw new Refusal(registryReasons.noBlob, 'Blob does not exist')
}
