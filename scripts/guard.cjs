// Plain CommonJS so that any Node can read it: the tools need Node 22 or newer, which the development
// dependency `node` puts first on npm's PATH. It stays empty where install scripts are switched off.
const major = Number(process.versions.node.split('.')[0])
if (major < 22) {
  process.stderr.write(
    [
      `The tools of this repository need Node 22 or newer, but ${process.execPath} is ${process.version}.`,
      'The development dependency "node" brings one; it is missing or was installed without its script.',
      'Run: npm ci --ignore-scripts=false   (and start tools through npm: npm test, npm run build)',
      '',
    ].join('\n'),
  )
  process.exit(1)
}
