#!/usr/bin/env node
import { runAtmos } from '../commands/run.ts'
import { nodeEffects } from '../effects/node/effects.ts'

void runAtmos({
  argv: process.argv.slice(2),
  effects: nodeEffects,
  changeFolder: folder => process.chdir(folder),
  catalog: async scope =>
    scope === 'ambient'
      ? (await import('../kinds/ambient-catalog.ts')).ambientCatalog
      : (await import('../kinds/catalog.ts')).catalog,
}).then(code => {
  process.exitCode = code
  // A program that a profile started, and that hung beyond the time limit, may still run: nobody waits for that.
  setTimeout(() => process.exit(), 50).unref()
})
