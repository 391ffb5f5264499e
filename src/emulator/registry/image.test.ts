import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { imageBlobs, imageManifest } from './image.ts'
import { tarOf } from './tar.ts'

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

it('survives being a string: every piece has the digest and size of its UTF-8 bytes', () => {
  const manifest = JSON.parse(imageManifest.text)
  const named = [manifest.config, ...manifest.layers]
  for (const piece of imageBlobs) {
    expect(digestOf(piece.text)).toBe(piece.digest)
    expect(named).toContainEqual({
      mediaType: piece.mediaType,
      digest: piece.digest,
      size: Buffer.byteLength(piece.text),
    })
  }
  expect(named).toHaveLength(imageBlobs.length)
  expect(digestOf(imageManifest.text)).toBe(imageManifest.digest)
})

it('makes archives that tar reads', () => {
  const input = tarOf([
    { name: 'a.txt', text: 'one\n' },
    { name: 'b.txt', text: 'x'.repeat(513) },
  ])
  const list = execFileSync('tar', ['-tvf', '-'], { input, encoding: 'utf8' })
  expect(list.split('\n').map(line => line.split(/\s+/).filter((_, i) => i === 2 || i === 5))).toEqual([
    ['4', 'a.txt'],
    ['513', 'b.txt'],
    [],
  ])
  expect(execFileSync('tar', ['-xOf', '-', 'a.txt'], { input, encoding: 'utf8' })).toBe('one\n')
})
