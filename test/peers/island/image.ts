import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { mustRun } from './run.ts'

/** Makes a small image as an OCI layout, by hand, and puts it under each of these names into the registry. */
export async function publishImage(
  folder: string,
  registry: string,
  names: readonly string[],
): Promise<void> {
  const layout = join(folder, 'layout')
  await writeLayout(folder, layout)
  for (const name of names) {
    const target = `docker://${registry}/${name}`
    await mustRun(
      ['skopeo', '--insecure-policy', 'copy', '-q', '--dest-tls-verify=false', `oci:${layout}:it`, target],
      folder,
    )
  }
}

async function writeLayout(folder: string, layout: string): Promise<void> {
  const blobs = join(layout, 'blobs', 'sha256')
  await mkdir(blobs, { recursive: true })
  const save = async (mediaType: string, content: Buffer) => {
    const hex = sha256(content)
    await writeFile(join(blobs, hex), content)
    return {
      mediaType: `application/vnd.oci.image.${mediaType}`,
      digest: `sha256:${hex}`,
      size: content.length,
    }
  }
  const archive = await layerArchive(folder)
  const layer = await save('layer.v1.tar+gzip', gzipSync(archive))
  const rootfs = { type: 'layers', diff_ids: [`sha256:${sha256(archive)}`] }
  const config = await save(
    'config.v1+json',
    json({ architecture: 'amd64', os: 'linux', config: { Cmd: ['/greeting'] }, rootfs }),
  )
  const manifest = await save('manifest.v1+json', json({ ...versioned('manifest'), config, layers: [layer] }))
  const named = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'it' } }
  await writeFile(join(layout, 'index.json'), json({ ...versioned('index'), manifests: [named] }))
  await writeFile(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }))
}

async function layerArchive(folder: string): Promise<Buffer> {
  const root = join(folder, 'rootfs')
  await mkdir(root)
  await writeFile(join(root, 'greeting'), 'Hello from the island\n')
  await mustRun(['tar', '-cf', join(folder, 'layer.tar'), '-C', root, 'greeting'], folder)
  return readFile(join(folder, 'layer.tar'))
}

function versioned(kind: string) {
  return { schemaVersion: 2, mediaType: `application/vnd.oci.image.${kind}.v1+json` }
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
