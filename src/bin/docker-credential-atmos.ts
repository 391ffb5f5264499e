#!/usr/bin/env node
import { quickGet } from '../commands/credential-helper/quick-get.ts'
import { readAll, writeAll } from '../effects/node/descriptors.ts'
import { nodeGlance } from '../effects/node/glance.ts'

const argv = process.argv.slice(2)
const verb = argv.length === 1 ? argv[0] : undefined
const input = verb === 'get' || verb === 'store' || verb === 'erase' ? readAll(0) : ''
const answer = verb === 'get' ? quickGet(input, nodeGlance()) : undefined
if (answer === undefined) void theLongWay()
else writeAll(1, answer)

async function theLongWay(): Promise<void> {
  const { runHelper } = await import('../commands/credential-helper/run-helper.ts')
  const { nodeEffects } = await import('../effects/node/effects.ts')
  const catalog = async () => (await import('../kinds/catalog.ts')).catalog
  process.exitCode = await runHelper({ argv, input, effects: nodeEffects(), catalog })
  // What still runs now, a program that a profile started and that hung beyond the time limit, keeps nobody waiting.
  setTimeout(() => process.exit(), 50).unref()
}
