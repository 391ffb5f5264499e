import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The names and licences of the packages that bundled modules come from, as one document. */
export function thirdPartyNotices(moduleIds: readonly string[]): string {
  const folders = new Set(moduleIds.flatMap(id => packageFolder(id) ?? []))
  const sections = [...folders].map(sectionOf).sort()
  return [
    '# Third-party software',
    '',
    'Parts of these packages are in the built files.',
    '',
    ...sections,
  ].join('\n')
}

/** `/x/node_modules/@scope/name/lib/a.js` -> `/x/node_modules/@scope/name` */
function packageFolder(id: string): string | undefined {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
}

function sectionOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
  const file = readdirSync(folder).find(name => /^(licen[cs]e|copying)/i.test(name))
  const text =
    file === undefined
      ? 'The package comes without a licence file.'
      : readFileSync(join(folder, file), 'utf8')
  return `## ${manifest.name} ${manifest.version} (${manifest.license})\n\n\`\`\`\n${text.trim()}\n\`\`\`\n`
}
