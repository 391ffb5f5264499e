#!/usr/bin/env node
import { quickGet } from '../commands/credential-helper/quick-get.ts'
import { readAll, writeAll } from '../effects/node/descriptors.ts'
import { nodeGlance } from '../effects/node/glance.ts'

const argv = process.argv.slice(2)
const verb = argv.length === 1 ? argv[0] : undefined
const input = verb === 'get' || verb === 'store' || verb === 'erase' ? readAll(0) : ''
const answer = verb === 'get' ? quickGet(input, nodeGlance()) : undefined
if (answer === undefined || !isWritten(answer))
  void import('./credential-long-way.ts').then(({ longWay }) => longWay(argv, input))

/** A device that is full is left to the long way, which has words for it. */
function isWritten(text: string): boolean {
  try {
    writeAll(1, text)
    return true
  } catch {
    return false
  }
}
