import { createHash } from 'node:crypto'
import { tarOf } from './tar.ts'

/** A piece of an image: its bytes (ASCII), their digest and media type. */
export interface Piece {
  readonly mediaType: string
  readonly digest: string
  readonly text: string
}

function piece(mediaType: string, text: string): Piece {
  return { mediaType, text, digest: `sha256:${createHash('sha256').update(text, 'ascii').digest('hex')}` }
}

const descriptor = ({ mediaType, digest, text }: Piece) => ({ mediaType, digest, size: text.length })

const layer = piece(
  'application/vnd.oci.image.layer.v1.tar',
  tarOf([{ name: 'hello.txt', text: 'Pulled from the atmos emulator.\n' }]),
)

const config = piece(
  'application/vnd.oci.image.config.v1+json',
  JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/hello'] },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
    history: [{ created_by: 'atmos emulator' }],
  }),
)

/** The one image the emulator holds: a single text file, a real image all the same. */
export const imageManifest = piece(
  'application/vnd.oci.image.manifest.v1+json',
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor(config),
    layers: [descriptor(layer)],
  }),
)

/** What its manifest names: the configuration and the one layer. */
export const imageBlobs: readonly Piece[] = [config, layer]
