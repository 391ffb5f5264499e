import { runProgram } from '../cli/application.ts'
import { harmless } from '../cli/harmless.ts'
import { readSettings, type Settings } from '../cli/settings.ts'
import { type SplitWords, splitWords } from '../cli/split-words.ts'
import { createVoice, type Voice } from '../cli/voice.ts'
import type { Effects } from '../effects/effects.ts'
import { describeFailure, failureAsJson } from '../errors/describe.ts'
import { Failure } from '../errors/failure.ts'
import { toFailure, wordsOf } from '../errors/to-failure.ts'
import type { Context, LoadCatalog } from './context.ts'
import { routesFor } from './routes.ts'
import { explainAtmosWord } from './run/atmos-words.ts'
import { withCarefulTerminal } from './run/careful-terminal.ts'
import { waitedFor } from './run/waited-for.ts'
import { wantsJson } from './run/wants-json.ts'
import { version } from './version.ts'

/** What a door hands in. */
export interface Door {
  readonly argv: readonly string[]
  /** The outside as it is now: asked for once more after `--chdir` was obeyed. */
  readonly effects: () => Effects
  readonly changeFolder: (folder: string) => void
  readonly catalog: LoadCatalog
}

/**
 * Runs one command line from its words to its exit code. Nothing is thrown: whatever goes wrong is shown as
 * a failure on standard error, in one JSON object when JSON was asked for.
 */
export async function runAtmos(door: Door): Promise<number> {
  const before = door.effects()
  const json = wantsJson(door.argv)
  try {
    const split = splitWords(door.argv)
    const settings = readSettings(split.given, before.env)
    const there = settings.chdir === undefined ? before : moved(door, settings.chdir)
    const outside = withCarefulTerminal(there, settings)
    const seen = settings.quiet || !outside.terminal.isTerminal.stderr ? outside : waitedFor(outside)
    const voice = createVoice(seen.terminal, settings)
    const effects = settings.verbose ? (await import('./run/told-effects.ts')).toldEffects(seen, voice) : seen
    return await runWords(split, { door, effects, settings, voice, json })
  } catch (thrown) {
    const failure = toFailure(thrown)
    const shown = json ? failureAsJson(failure) : describeFailure(failure, (_, text) => text)
    before.terminal.say(harmless(`${shown}\n`, { colored: false }))
    return failure.exitCode
  }
}

interface Run {
  readonly door: Door
  readonly effects: Effects
  readonly settings: Settings
  readonly voice: Voice
  readonly json: boolean
}

async function runWords({ words }: SplitWords, run: Run): Promise<number> {
  const { effects, settings, voice, json } = run
  const show = (failure: Failure) => {
    if (failure.code === 'internal') voice.detail(traceOf(failure))
    return json ? failureAsJson(failure) : describeFailure(failure, voice.style)
  }
  const process: Context['process'] & { exitCode?: number } = {
    stdout: { write: text => effects.terminal.data(text) },
    stderr: { write: text => effects.terminal.say(text) },
  }
  const context: Context = {
    process,
    effects,
    settings,
    voice,
    version,
    afterDashes: words.includes('--') ? words.slice(words.indexOf('--') + 1) : undefined,
    catalog: run.door.catalog,
    exitWith: code => {
      process.exitCode ??= code
    },
    report: failure => {
      effects.terminal.say(`${show(failure)}\n`)
      process.exitCode ??= failure.exitCode
    },
  }
  return await runProgram(
    { name: 'atmos', version, routes: await routesFor(words), show, explainWord: explainAtmosWord },
    words,
    context,
  )
}

/** Where a bug of ours showed itself, for a report. */
function traceOf({ cause }: Failure): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}

function moved(door: Door, folder: string): Effects {
  try {
    door.changeFolder(folder)
  } catch (thrown) {
    throw new Failure({
      code: 'usage',
      what: `Could not change to the folder ${folder}`,
      why: wordsOf(thrown),
      next: 'Give --chdir a folder that exists',
    })
  }
  return door.effects()
}
