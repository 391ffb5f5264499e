import { EVENT_ID, parseEvents, YAMLException } from 'js-yaml'
import type { SourceText } from '../source-text.ts'
import { type Branch, emptyBranch, isNothing, type Tree } from './tree.ts'
import { type Double, TreeBuilder } from './tree-builder.ts'
import { yamlFailure } from './yaml-failure.ts'

/** One YAML file, read. */
export interface Document {
  readonly root: Tree
  /** Whether a tag of YAML functions may occur anywhere. */
  readonly hasTags: boolean
  readonly doubles: readonly Double[]
  /** Whether more documents follow the first; like Atmos, we read the first only. */
  readonly hasMore: boolean
}

/** @throws Failure `config-invalid` that shows the line with a caret */
export function parseYaml(source: SourceText): Document {
  const builder = new TreeBuilder(source)
  const events = eventsOf(source)
  const end = feed(builder, events)
  const { root, hasTags, doubles } = builder
  return {
    root: isNothing(root) ? emptyBranch(source) : root,
    hasTags,
    doubles,
    hasMore: end < events.length,
  }
}

/** As `parseYaml`, for files whose top must be a map. */
export function parseMap(source: SourceText): Document & { readonly root: Branch } {
  const document = parseYaml(source)
  const { root } = document
  if (root.type !== 'branch')
    throw yamlFailure(root, 'the top of a configuration file must be a map (key: value)')
  return { ...document, root }
}

function eventsOf(source: SourceText) {
  try {
    return parseEvents(source.text, {})
  } catch (thrown) {
    if (thrown instanceof YAMLException) {
      throw yamlFailure({ source, at: thrown.mark?.position ?? 0 }, thrown.reason)
    }
    throw thrown
  }
}

/** @returns the index behind the last event of the first document */
function feed(builder: TreeBuilder, events: ReturnType<typeof parseEvents>): number {
  /** The document, lists and maps that are not closed yet. */
  let open = 0
  let index = 0
  for (const event of events) {
    index++
    if (event.type === EVENT_ID.SCALAR) builder.scalar(event)
    else if (event.type === EVENT_ID.ALIAS) builder.alias(event.anchorStart, event.anchorEnd)
    else if (event.type === EVENT_ID.POP) {
      open--
      if (open === 0) return index
      builder.close()
    } else {
      open++
      if (event.type === EVENT_ID.SEQUENCE) builder.open(event, 'list')
      if (event.type === EVENT_ID.MAPPING) builder.open(event, 'branch')
    }
  }
  return events.length
}
